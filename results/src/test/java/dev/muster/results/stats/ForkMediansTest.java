package dev.muster.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ForkMediansTest {

  /** Forks of one sample each. */
  static List<List<Double>> forks(double... seconds) {
    return DoubleStream.of(seconds).mapToObj(List::of).toList();
  }

  private static ForkMedians of(double... seconds) {
    return ForkMedians.of(forks(seconds));
  }

  @Test
  void aForkCountsByItsMedianHoweverManySamplesItHas() {
    ForkMedians medians =
        ForkMedians.of(List.of(List.of(1.0, 1.0, 9.0), List.of(1.02), List.of(1.04, 1.04)));
    assertEquals(3, medians.count());
    assertEquals(1.02, medians.usualSeconds());
  }

  @Test
  void theUsualTimeIsTheMedianOfTheSummary() {
    for (List<List<Double>> forks :
        List.of(forks(3, 1, 2), forks(1, 1.05, 1.02, 1.01), forks(1, 1, 1.5), forks(1, 1.5))) {
      assertEquals(Summary.of(forks).medianSeconds(), ForkMedians.of(forks).usualSeconds());
    }
  }

  @Test
  void theTypicalForkIsNearestToTheUsualTime() {
    assertEquals(2, of(1.04, 1.0, 1.01).typical());
    assertEquals(0, of(1.0, 1.01, 1.5).typical());
    assertEquals(1, of(1.6, 1.5, 1.0, 1.4).typical());
    assertEquals(0, of(7).typical());
  }

  @Test
  void slowIsMoreThanTenPercentUnderTheRateOfTheBestSpeed() {
    assertEquals(0, of(1.0, 1.05, 1.1).slowCount());
    assertEquals(2, of(1.0, 1.01, 1.02, 1.5, 1.6).slowCount());
    assertEquals(1, of(1.0, 1.5).slowCount());
    assertEquals(4, of(1.0, 1.5, 1.5, 1.5, 1.5).slowCount());
  }

  @Test
  void aSpreadWithoutAGapHasSlowForksToo() {
    assertEquals(1, of(1.0, 1.08, 1.16, 1.25, 1.35).slowCount());
  }

  @Test
  void aResampleHasAsManyForksEachOfThemOneOfThese() {
    SplittableRandom random = new SplittableRandom(1);
    List<Double> seen = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ForkMedians drawn = of(1.0, 1.01, 1.02).resampled(random);
      assertEquals(3, drawn.count());
      seen.add(drawn.usualSeconds());
    }
    assertTrue(seen.containsAll(List.of(1.0, 1.01, 1.02)), seen.toString());
    assertEquals(3, seen.stream().distinct().count());
  }

  @Test
  void withoutSamplesThereIsNone() {
    assertThrows(IllegalArgumentException.class, () -> ForkMedians.of(List.of()));
    assertThrows(IllegalArgumentException.class, () -> ForkMedians.of(List.of(List.of())));
  }
}
