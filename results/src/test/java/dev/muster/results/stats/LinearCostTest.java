package dev.muster.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinearCostTest {
  private static final double TINY = 1e-9;

  @Test
  void pointsOnALineGiveThatLine() {
    LinearCost cost = LinearCost.fit(List.of(at(8, 2), at(1024, 2), at(1 << 20, 2)));
    assertEquals(2, cost.alphaMicros(), TINY);
    assertEquals(1e-4, cost.betaMicrosPerByte(), TINY);
    assertEquals(0, cost.errorPercent(), 1e-6);
    assertEquals(20_000, cost.halfBandwidthBytes(), 1e-3);
    assertEquals(10, cost.gigabytesPerSecond(), 1e-6);
  }

  @Test
  void smallMessagesCountAsMuchAsLargeOnes() {
    LinearCost cost =
        LinearCost.fit(List.of(at(8, 2), at(16, 2), new LinearCost.Point(1 << 30, 120_000)));
    assertEquals(2, cost.alphaMicros(), 0.01);
    assertTrue(cost.errorPercent() < 1, "error " + cost.errorPercent());
  }

  @Test
  void noMessageTakesLessTimeThanNone() {
    LinearCost falling =
        LinearCost.fitNotNegative(List.of(new LinearCost.Point(8, 2), new LinearCost.Point(64, 1)));
    assertEquals(0, falling.betaMicrosPerByte());
    assertEquals(1.2, falling.alphaMicros(), TINY);
    LinearCost late =
        LinearCost.fitNotNegative(
            List.of(new LinearCost.Point(10, 1), new LinearCost.Point(20, 4)));
    assertEquals(0, late.alphaMicros());
    assertEquals(0.12, late.betaMicrosPerByte(), TINY);
    LinearCost plain = LinearCost.fitNotNegative(List.of(at(8, 2), at(64, 2)));
    assertEquals(2, plain.alphaMicros(), TINY);
  }

  @Test
  void oneSizeMakesNoLine() {
    assertThrows(IllegalArgumentException.class, () -> LinearCost.fit(List.of(at(8, 1), at(8, 2))));
  }

  /** On the line α = {@code alpha} µs, 1/β = 10 GB/s. */
  private static LinearCost.Point at(double bytes, double alpha) {
    return new LinearCost.Point(bytes, alpha + 1e-4 * bytes);
  }
}
