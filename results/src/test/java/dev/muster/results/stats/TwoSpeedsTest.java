package dev.muster.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TwoSpeedsTest {
  private static Optional<TwoSpeeds> in(double... forkMedians) {
    return TwoSpeeds.in(forkMedians);
  }

  @Test
  void forksWithinTenPercentAreOneSpeed() {
    assertEquals(Optional.empty(), in(1.0, 1.05, 1.09));
    assertEquals(Optional.empty(), in(1.0, 1.1));
    assertEquals(Optional.empty(), in(1.0));
    assertEquals(Optional.empty(), in(0.0, 0.0));
  }

  @Test
  void spreadWithoutAGapIsOneSpeed() {
    assertEquals(Optional.empty(), in(1.0, 1.08, 1.16, 1.25, 1.35));
  }

  @Test
  void forksAreCutAtTheWidestGapWhateverTheirOrder() {
    assertEquals(Optional.of(new TwoSpeeds(1.0, 1.42, 3, 2)), in(1.44, 1.0, 1.02, 1.40, 0.99));
  }

  @Test
  void usualSpeedIsThatOfMostForksAndTheSlowerOneWhereTheyAreAsMany() {
    assertEquals(1.0, in(1.0, 1.0, 1.5).orElseThrow().usualSeconds());
    assertEquals(1.5, in(1.0, 1.5, 1.5).orElseThrow().usualSeconds());
    assertEquals(1.5, in(1.0, 1.5).orElseThrow().usualSeconds());
    assertEquals(1.5, in(1.0, 1.5).orElseThrow().ratio());
  }
}
