package dev.muster.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatioTest {
  private static final double[] OURS = {1.00, 1.02, 1.05, 0.99, 1.03};
  private static final double[] THEIRS = {1.01, 1.07, 1.00, 1.04, 1.02};

  private static Rivals rivals(double[] ours, double[] theirs) {
    return Rivals.of(ForkMediansTest.forks(ours), ForkMediansTest.forks(theirs)).orElseThrow();
  }

  private static Rivals steady(double ours, double theirs) {
    return rivals(new double[] {ours, ours, ours}, new double[] {theirs, theirs, theirs});
  }

  @Test
  void aboveOneIsFasterThanTheOther() {
    assertEquals(2, Ratio.of(steady(1, 2)).value());
    assertEquals(0.5, Ratio.of(steady(2, 1)).value());
  }

  @Test
  void itIsTheQuotientOfTheMediansThatTheTableShows() {
    assertEquals(1.02 / 1.02, Ratio.of(rivals(OURS, THEIRS)).value());
    double[] twoSpeeds = {1.0, 1.01, 1.5, 1.02, 1.52};
    assertEquals(1.02 / 1.01, Ratio.of(rivals(twoSpeeds, THEIRS)).value(), 1e-15);
  }

  @Test
  void forksThatAllAgreeLeaveNoDoubt() {
    Ratio ratio = Ratio.of(steady(1, 1.25));
    assertEquals(1.25, ratio.low(), 1e-15);
    assertEquals(1.25, ratio.high(), 1e-15);
  }

  @Test
  void theMeanOfASetIsTheRootOfTheProduct() {
    Ratio mean = Ratio.geometricMean(List.of(steady(1, 2), steady(1, 4), steady(1, 1)));
    assertEquals(2, mean.value(), 1e-15);
    assertEquals(2, mean.low(), 1e-15);
    assertEquals(2, mean.high(), 1e-15);
  }

  /**
   * Else the noise of the one would cancel in the mean, as if it had been measured twenty times.
   */
  @Test
  void whatManyAreSetAgainstIsDrawnOnce() {
    double[] baseline = {1.0, 1.03, 1.06, 0.97, 1.09};
    List<Rivals> twenty =
        IntStream.range(0, 20)
            .mapToObj(i -> rivals(new double[] {1 + i, 1 + i, 1 + i}, baseline))
            .toList();
    Ratio one = Ratio.of(twenty.getFirst());
    Ratio mean = Ratio.geometricMean(twenty);
    assertEquals(one.high() / one.low(), mean.high() / mean.low(), 1e-9);
  }

  @Test
  void aFactorAndItsInverseCancel() {
    assertEquals(1, Ratio.geometricMean(List.of(steady(1, 3), steady(3, 1))).value(), 1e-15);
  }

  /** By the textbook: all 5⁵·5⁵ pairs of resamples, each as likely as the next. */
  @Test
  void theIntervalIsThatOfAllResamples() {
    double[] all = allRatios(allMedians(OURS), allMedians(THEIRS));
    Ratio ratio = Ratio.of(rivals(OURS, THEIRS));
    assertEquals(all[(int) (0.025 * all.length)], ratio.low(), 0.003);
    assertEquals(all[(int) (0.975 * all.length)], ratio.high(), 0.003);
  }

  private static List<Double> allMedians(double[] values) {
    List<Double> medians = new ArrayList<>();
    int n = values.length;
    for (int code = 0; code < Math.pow(n, n); code++) {
      double[] drawn = new double[n];
      for (int i = 0, rest = code; i < n; i++, rest /= n) {
        drawn[i] = values[rest % n];
      }
      Arrays.sort(drawn);
      medians.add(drawn[n / 2]);
    }
    return medians;
  }

  private static double[] allRatios(List<Double> ours, List<Double> theirs) {
    return theirs.stream()
        .flatMapToDouble(their -> ours.stream().mapToDouble(our -> their / our))
        .sorted()
        .toArray();
  }

  private static double[] times(double factor, double[] seconds) {
    return DoubleStream.of(seconds).map(each -> factor * each).toArray();
  }

  @Test
  void theSameForksGiveTheSameInterval() {
    assertEquals(Ratio.of(rivals(OURS, THEIRS)), Ratio.of(rivals(OURS, THEIRS)));
  }

  @Test
  void aSetSaysMoreThanOneOfItsShapes() {
    Ratio one = Ratio.of(rivals(OURS, THEIRS));
    Ratio many =
        Ratio.geometricMean(
            IntStream.rangeClosed(1, 8)
                .mapToObj(size -> rivals(times(size, OURS), times(size, THEIRS)))
                .toList());
    assertEquals(one.value(), many.value(), 1e-15);
    assertTrue(many.high() - many.low() < (one.high() - one.low()) / 2, many + " of " + one);
  }

  @Test
  void noTimeHasNoRatio() {
    assertTrue(Rivals.of(ForkMediansTest.forks(0), ForkMediansTest.forks(1)).isEmpty());
    assertTrue(Rivals.of(ForkMediansTest.forks(1), ForkMediansTest.forks(0)).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> Ratio.geometricMean(List.of()));
  }
}
