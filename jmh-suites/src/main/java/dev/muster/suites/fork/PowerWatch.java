package dev.muster.suites.fork;

import dev.muster.bridge.os.EnergyMeter;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.results.Counters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The power of what a pool computes on, while it is measured. */
final class PowerWatch {
  private final Clock clock = Clock.real();
  private final Collection<EnergyMeter> meters;
  private List<EnergyMeter.Since> begun = List.of();
  private long startNanos;

  PowerWatch(Pool pool) {
    this.meters = meters(pool.devices());
  }

  /** One for each thing that takes energy; none where that of a device is not known. */
  private static Collection<EnergyMeter> meters(List<Device> devices) {
    Map<String, EnergyMeter> meters = new TreeMap<>();
    for (Device device : devices) {
      Optional<EnergyMeter> meter = device.energy();
      if (meter.isEmpty()) {
        return List.of();
      }
      meters.put(meter.get().of(), meter.get());
    }
    return meters.values();
  }

  /** The warm-up is over. */
  void begin() {
    begun = meters.stream().flatMap(meter -> meter.begin().stream()).toList();
    startNanos = clock.nanos();
  }

  /** Adds what it has found since then; nothing where something could not be read. */
  void addTo(Map<String, Double> counters, Map<String, String> ran) {
    double seconds = (clock.nanos() - startNanos) * 1e-9;
    List<Double> joules =
        begun.stream()
            .map(EnergyMeter.Since::joules)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList();
    if (!joules.isEmpty() && joules.size() == meters.size()) {
      counters.put(
          Counters.WATTS, joules.stream().mapToDouble(Double::doubleValue).sum() / seconds);
      ran.put(Counters.POWER_OF, String.join(", ", meters.stream().map(EnergyMeter::of).toList()));
    }
  }
}
