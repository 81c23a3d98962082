package dev.muster.suites.fork;

import dev.muster.bridge.os.PackageEnergy;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Pool;
import dev.muster.results.Counters;
import java.util.Map;
import java.util.Optional;

/** The power of this machine's packages while ranks that are cores of it are measured. */
final class PowerWatch {
  private final PackageEnergy energy = PackageEnergy.here();
  private final Clock clock = Clock.real();
  private final boolean onCores;
  private Optional<PackageEnergy.Reading> first = Optional.empty();
  private long startNanos;

  PowerWatch(Pool pool) {
    this.onCores = pool.devices().stream().allMatch(device -> device.core().isPresent());
  }

  /** The warm-up is over. */
  void begin() {
    first = onCores ? energy.read() : Optional.empty();
    startNanos = clock.nanos();
  }

  /** Adds what it has found since then; nothing where nothing could be read. */
  void addTo(Map<String, Double> counters) {
    double seconds = (clock.nanos() - startNanos) * 1e-9;
    first.ifPresent(
        before ->
            energy
                .read()
                .ifPresent(now -> counters.put(Counters.WATTS, now.joulesSince(before) / seconds)));
  }
}
