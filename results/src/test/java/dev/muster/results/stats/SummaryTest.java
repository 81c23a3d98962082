package dev.muster.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void forkIsTheUnitAndNotTheSample() {
    Summary summary =
        Summary.of(List.of(List.of(1.00, 1.00, 1.00, 1.00, 1.00), List.of(1.02), List.of(1.04)));
    assertEquals(1.02, summary.medianSeconds());
    assertEquals(3, summary.forkCount());
    assertEquals(7, summary.sampleCount());
  }

  @Test
  void agreesWithTheTextbookOnRandomSamples() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 300; round++) {
      List<List<Double>> forks = forks(random);
      List<Double> all = forks.stream().flatMap(List::stream).sorted().toList();
      Summary summary = Summary.of(forks);
      List<Double> medians = forks.stream().map(fork -> quantile(sorted(fork), 0.5)).toList();
      assertEquals(quantile(sorted(medians), 0.5), summary.medianSeconds(), 1e-12);
      assertEquals(all.getFirst(), summary.minSeconds());
      assertEquals(quantile(all, 0.95), summary.p95Seconds(), 1e-12);
      assertEquals(quantile(all, 0.99), summary.p99Seconds(), 1e-12);
      assertEquals(cvPercent(all), summary.cvPercent().orElse(Double.NaN), 1e-9);
    }
  }

  /** Samples so near to each other that no two forks are of two speeds. */
  private static List<List<Double>> forks(SplittableRandom random) {
    List<List<Double>> forks = new ArrayList<>();
    int forkCount = 1 + random.nextInt(6);
    for (int fork = 0; fork < forkCount; fork++) {
      List<Double> samples = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        samples.add(1 + 0.05 * random.nextDouble());
      }
      forks.add(samples);
    }
    return forks;
  }

  private static List<Double> sorted(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }

  /** Linear between the two order statistics around p·(n−1). */
  private static double quantile(List<Double> sorted, double p) {
    double position = p * (sorted.size() - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
  }

  /** √(Σ(x−x̄)²/(n−1)) / x̄; NaN for one sample. */
  private static double cvPercent(List<Double> values) {
    if (values.size() < 2) {
      return Double.NaN;
    }
    double mean = values.stream().mapToDouble(x -> x).sum() / values.size();
    double squares = values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return 100 * Math.sqrt(squares / (values.size() - 1)) / mean;
  }

  @Test
  void singleSampleHasNoSpread() {
    assertEquals(OptionalDouble.empty(), Summary.of(List.of(List.of(1.0))).cvPercent());
  }

  @Test
  void forksOfTwoSpeedsAreNotAveraged() {
    Summary summary = Summary.of(List.of(List.of(1.0), List.of(1.02), List.of(1.5), List.of(1.52)));
    assertTrue(summary.twoSpeeds().isPresent());
    assertEquals(1.51, summary.medianSeconds(), 1e-12);
  }

  @Test
  void noSamplesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Summary.of(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Summary.of(List.of(List.of())));
  }
}
