package dev.muster.results.stats;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * How many times as fast one is as another, with its {@value #CONFIDENCE_PERCENT} % interval.
 *
 * <p>The interval is that of the percentile bootstrap (Efron 1979): forks are drawn again {@value
 * #RESAMPLES} times, within each measurement, from the same seed each time. It says how much the
 * ratio owes to the forks that happened to run, and nothing of errors that all forks share. With
 * few forks it is narrower than it should be, and where resamples lose one of two speeds it is
 * widened so that it holds the ratio itself.
 *
 * @param value the ratio; above 1 is faster
 * @param low lower end of its interval
 * @param high upper end
 */
public record Ratio(double value, double low, double high) {
  public static final int CONFIDENCE_PERCENT = 95;
  static final int RESAMPLES = 2000;
  private static final long SEED = 42;
  private static final double TAIL = (100 - CONFIDENCE_PERCENT) / 200.0;

  /** Of one pair. */
  public static Ratio of(Rivals rivals) {
    return geometricMean(List.of(rivals));
  }

  /**
   * The geometric mean over a set: the n-th root of the product of n ratios. In a resample the
   * forks of every measurement are drawn again, of one that is in several pairs once.
   *
   * @throws IllegalArgumentException where the set is empty
   */
  public static Ratio geometricMean(List<Rivals> set) {
    if (set.isEmpty()) {
      throw new IllegalArgumentException("no ratios");
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] resampled =
        DoubleStream.generate(() -> mean(Rivals.resampled(set, random))).limit(RESAMPLES).toArray();
    return around(mean(set), resampled);
  }

  /** A figure and what the resamples gave for it. */
  static Ratio around(double value, double[] resampled) {
    double[] ends = Quantile.withDefaults().evaluate(resampled, TAIL, 1 - TAIL);
    return new Ratio(value, Math.min(value, ends[0]), Math.max(value, ends[1]));
  }

  private static double mean(List<Rivals> set) {
    return Math.exp(set.stream().mapToDouble(Rivals::ratio).map(Math::log).average().orElseThrow());
  }
}
