package dev.muster.offload.pool;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds hardware that drivers show under more than one name. */
public final class SharedHardware {
  private SharedHardware() {}

  /** A sentence for each piece of hardware that more than one of these is; parts count once. */
  public static List<String> notes(List<? extends Device> devices) {
    Map<String, Set<String>> rootsOf = new LinkedHashMap<>();
    for (Device device : devices) {
      device
          .hardware()
          .ifPresent(
              hardware ->
                  rootsOf
                      .computeIfAbsent(hardware, _ -> new LinkedHashSet<>())
                      .add(device.core().isPresent() ? "cpu" : device.root()));
    }
    return rootsOf.entrySet().stream()
        .filter(each -> each.getValue().size() > 1)
        .map(each -> "%s share %s".formatted(String.join(" and ", each.getValue()), each.getKey()))
        .toList();
  }
}
