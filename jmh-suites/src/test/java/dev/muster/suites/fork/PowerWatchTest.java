package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.bridge.os.EnergyMeter;
import dev.muster.offload.pool.Clock;
import dev.muster.results.Counters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PowerWatchTest {
  private long nowNanos;
  private final Map<String, Double> counters = new HashMap<>();
  private final Map<String, String> ran = new HashMap<>();

  /** Takes so many watts as the clock goes. */
  private record Steady(String of, double watts, Clock clock) implements EnergyMeter {
    @Override
    public Optional<Since> begin() {
      long start = clock.nanos();
      return Optional.of(() -> OptionalDouble.of((clock.nanos() - start) * 1e-9 * watts));
    }
  }

  private record Unreadable(String of) implements EnergyMeter {
    @Override
    public Optional<Since> begin() {
      return Optional.empty();
    }
  }

  private Optional<EnergyMeter> steady(String of, double watts) {
    return Optional.of(new Steady(of, watts, this::now));
  }

  private long now() {
    return nowNanos;
  }

  private PowerWatch watch(List<Optional<EnergyMeter>> meters) {
    return new PowerWatch(meters, this::now);
  }

  @Test
  void devicesOfOneThingCountOnceAndDifferentThingsAddUp() {
    PowerWatch watch =
        watch(
            List.of(
                steady("all packages", 100), steady("all packages", 100), steady("a board", 300)));
    watch.begin();
    nowNanos += 2_000_000_000L;
    watch.addTo(counters, ran);
    assertEquals(400, counters.get(Counters.WATTS), 1e-9);
    assertEquals("a board, all packages", ran.get(Counters.POWER_OF));
  }

  @Test
  void nothingIsSaidWhereOneDeviceCannotBeRead() {
    for (PowerWatch watch :
        List.of(
            watch(List.of(steady("a board", 300), Optional.empty())),
            watch(List.of(steady("a board", 300), Optional.of(new Unreadable("all packages")))))) {
      watch.begin();
      nowNanos += 2_000_000_000L;
      watch.addTo(counters, ran);
      assertEquals(Map.of(), counters);
    }
  }

  @Test
  void aMomentIsTooShortToSayAnything() {
    PowerWatch watch = watch(List.of(steady("a board", 300)));
    watch.begin();
    nowNanos += 100_000_000L;
    watch.addTo(counters, ran);
    assertEquals(Map.of(), counters);
  }

  /** What lies between two runs of a plan, such as new operands, is no part of it. */
  @Test
  void runsFollowEachOtherForASecond() {
    int[] runs = {0};
    PowerWatch watch = watch(List.of(steady("a board", 300)));
    watch.during(
        () -> {
          runs[0]++;
          nowNanos += 250_000_000L;
        });
    watch.addTo(counters, ran);
    assertEquals(4, runs[0]);
    assertEquals(300, counters.get(Counters.WATTS), 1e-9);
  }

  @Test
  void nothingRunsWhereNothingCanBeRead() {
    watch(List.of(Optional.of(new Unreadable("a board")))).during(() -> nowNanos++);
    assertEquals(0, nowNanos);
  }
}
