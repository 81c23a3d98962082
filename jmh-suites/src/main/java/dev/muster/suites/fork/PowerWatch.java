package dev.muster.suites.fork;

import dev.muster.bridge.os.EnergyMeter;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Device;
import dev.muster.results.Counters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The power of devices while they compute, and do nothing else. */
final class PowerWatch {
  /** Shorter than this, what a counter adds now and then says little. */
  private static final double SECONDS_MIN = 0.3;

  private static final double SECONDS_OF_RUNS = 1;

  private final Clock clock;
  private final Collection<EnergyMeter> meters;
  private List<EnergyMeter.Since> begun = List.of();
  private long startNanos;

  PowerWatch(List<Device> devices) {
    this(devices.stream().map(Device::energy).toList(), Clock.real());
  }

  /**
   * @param meters of each device; those of the same thing count once, and none where that of a
   *     device is not known
   */
  PowerWatch(List<Optional<EnergyMeter>> meters, Clock clock) {
    this.clock = clock;
    this.meters =
        meters.stream().allMatch(Optional::isPresent)
            ? meters.stream()
                .map(Optional::orElseThrow)
                .collect(
                    Collectors.toMap(
                        EnergyMeter::of, meter -> meter, (one, _) -> one, TreeMap::new))
                .values()
            : List.of();
  }

  /** The warm-up is over, and from now on they compute all the time. */
  void begin() {
    begun = meters.stream().flatMap(meter -> meter.begin().stream()).toList();
    startNanos = clock.nanos();
  }

  /** Runs it again and again for a while; not at all where nothing could be read. */
  void during(Runnable run) {
    begin();
    while (!begun.isEmpty() && seconds() < SECONDS_OF_RUNS) {
      run.run();
    }
  }

  private double seconds() {
    return (clock.nanos() - startNanos) * 1e-9;
  }

  /** Adds what it has found since it began; nothing where something could not be read. */
  void addTo(Map<String, Double> counters, Map<String, String> ran) {
    double seconds = seconds();
    double[] joules =
        begun.stream()
            .map(EnergyMeter.Since::joules)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    if (joules.length > 0 && joules.length == meters.size() && seconds >= SECONDS_MIN) {
      double sum = 0;
      for (double each : joules) {
        sum += each;
      }
      counters.put(Counters.WATTS, sum / seconds);
      ran.put(
          Counters.POWER_OF,
          meters.stream().map(EnergyMeter::of).collect(Collectors.joining(", ")));
    }
  }
}
