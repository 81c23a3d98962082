package dev.muster.offload.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All strategies that are on the class path, by name. */
public final class Partitioners {
  private static final List<Partitioner> ALL =
      ServiceLoader.load(Partitioner.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(Partitioner::name))
          .toList();

  private Partitioners() {}

  public static List<Partitioner> all() {
    return ALL;
  }

  /** The names to show to someone who mistyped one. */
  public static String names() {
    return ALL.stream().map(Partitioner::name).collect(Collectors.joining(", "));
  }

  /** The strategy with this name. */
  public static Optional<Partitioner> find(String name) {
    return ALL.stream().filter(partitioner -> partitioner.name().equals(name)).findFirst();
  }
}
