package dev.muster.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScalingLawTest {
  private static final double TINY = 1e-9;

  /** Pools of 2 to 8 whose speedup is that of a formula. */
  private static List<Speedup> speedups(IntToDoubleFunction formula) {
    return IntStream.rangeClosed(2, 8)
        .mapToObj(ranks -> speedup(ranks, formula.applyAsDouble(ranks)))
        .toList();
  }

  private static Speedup speedup(int ranks, double value) {
    return new Speedup(
        ranks,
        Rivals.of(ForkMediansTest.forks(1, 1, 1), ForkMediansTest.forks(value, value, value))
            .orElseThrow());
  }

  @Test
  void karpAndFlattFindTheSerialPartOfAmdahlsLaw() {
    for (Speedup each : speedups(p -> 1 / (0.05 + 0.95 / p))) {
      assertEquals(0.05, each.karpFlatt(), TINY);
    }
    assertEquals(0.5, speedup(4, 2).efficiency(), TINY);
  }

  @Test
  void bothLawsFindThePartsThatTheyAreMadeOf() {
    List<Speedup> serial = speedups(p -> 1 / (0.05 + 0.95 / p));
    assertEquals(0.05, ScalingLaw.amdahl(serial).sigma(), TINY);
    assertEquals(0.05, ScalingLaw.universal(serial).sigma(), TINY);
    assertEquals(0, ScalingLaw.universal(serial).kappa(), TINY);
    List<Speedup> crossed = speedups(p -> p / (1 + 0.02 * (p - 1) + 0.01 * p * (p - 1)));
    ScalingLaw law = ScalingLaw.universal(crossed);
    assertEquals(0.02, law.sigma(), TINY);
    assertEquals(0.01, law.kappa(), TINY);
    assertEquals(Math.sqrt(98), law.ranksAtPeak(), 1e-6);
    assertEquals(0, law.error(crossed), TINY);
    assertTrue(ScalingLaw.amdahl(crossed).error(crossed) > 0.01);
  }

  @Test
  void moreThanPLeavesNeitherPartBelowNothing() {
    ScalingLaw law = ScalingLaw.universal(speedups(p -> 1.02 * p));
    assertEquals(0, law.sigma());
    assertEquals(0, law.kappa());
  }

  /** All pools were set against the same forks of one device: what these got wrong, all have. */
  @Test
  void oneDeviceIsDrawnOnceForAllPools() {
    List<Speedup> speedups =
        IntStream.rangeClosed(2, 8)
            .mapToObj(
                ranks ->
                    new Speedup(
                        ranks,
                        Rivals.of(
                                ForkMediansTest.forks(1, 1, 1),
                                ForkMediansTest.forks(0.9 * ranks, ranks, 1.1 * ranks))
                            .orElseThrow()))
            .toList();
    List<Speedup> ofOneDevice =
        IntStream.rangeClosed(2, 8)
            .mapToObj(
                ranks ->
                    new Speedup(
                        ranks,
                        Rivals.of(
                                ForkMediansTest.forks(1.0 / ranks, 1.0 / ranks, 1.0 / ranks),
                                ForkMediansTest.forks(0.9, 1, 1.1))
                            .orElseThrow()))
            .toList();
    assertTrue(width(ofOneDevice) > 1.5 * width(speedups));
  }

  private static double width(List<Speedup> speedups) {
    Ratio serial = ScalingLaw.interval(speedups, ScalingLaw::amdahl, ScalingLaw::sigma);
    assertTrue(serial.low() <= serial.value() && serial.value() <= serial.high());
    return serial.high() - serial.low();
  }

  @Test
  void forksThatAgreeLeaveNoDoubt() {
    Ratio serial =
        ScalingLaw.interval(
            speedups(p -> 1 / (0.05 + 0.95 / p)), ScalingLaw::amdahl, ScalingLaw::sigma);
    assertEquals(0.05, serial.low(), TINY);
    assertEquals(0.05, serial.high(), TINY);
  }
}
