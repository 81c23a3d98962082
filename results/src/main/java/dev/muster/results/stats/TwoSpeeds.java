package dev.muster.results.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * Forks that settled at two different speeds, as the same code compiled twice sometimes does.
 *
 * <p>Rule: the medians of the forks, in order, are cut at the largest ratio between neighbours;
 * where that ratio is above {@value #RATIO_MIN}, they are two groups. Whatever is nearer together
 * is spread, not a second speed.
 *
 * @param fastSeconds median of the faster group
 * @param slowSeconds median of the slower group
 * @param fastForkCount forks in the faster group
 * @param slowForkCount forks in the slower group
 */
public record TwoSpeeds(
    double fastSeconds, double slowSeconds, int fastForkCount, int slowForkCount) {

  /** How many times the fastest slow fork takes what the slowest fast one does, at least. */
  public static final double RATIO_MIN = 1.1;

  /** The two groups of these medians, empty where they are one. */
  public static Optional<TwoSpeeds> in(double[] forkMedians) {
    double[] sorted = forkMedians.clone();
    Arrays.sort(sorted);
    int cut = widestGap(sorted);
    if (cut == 0 || sorted[cut] <= RATIO_MIN * sorted[cut - 1]) {
      return Optional.empty();
    }
    return Optional.of(
        new TwoSpeeds(
            Summary.median(Arrays.copyOfRange(sorted, 0, cut)),
            Summary.median(Arrays.copyOfRange(sorted, cut, sorted.length)),
            cut,
            sorted.length - cut));
  }

  /** Index of the first value behind the largest ratio; 0 where there are no two values. */
  private static int widestGap(double[] sorted) {
    int widest = 0;
    double largestRatio = 0;
    for (int i = 1; i < sorted.length; i++) {
      double ratio = sorted[i] / sorted[i - 1];
      if (ratio > largestRatio) {
        largestRatio = ratio;
        widest = i;
      }
    }
    return widest;
  }

  /** How many times the slow speed takes what the fast one does. */
  public double ratio() {
    return slowSeconds / fastSeconds;
  }

  /** The speed at which most forks ran; the slower one where they are as many. */
  public double usualSeconds() {
    return fastForkCount > slowForkCount ? fastSeconds : slowSeconds;
  }
}
