package dev.muster.results.stats;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * The samples of one measurement in a few numbers.
 *
 * <p>The fork is the unit of replication: samples of one JVM share its compiled code and its
 * memory, so they say nothing of the next one. Hence the median is the median of the medians of the
 * forks. Forks of two speeds are never averaged: the median is then that of the speed at which most
 * of them ran, and {@link #twoSpeeds} says so.
 *
 * @param forkCount JVMs that measured
 * @param sampleCount samples of all forks
 * @param medianSeconds median of the medians of the forks
 * @param minSeconds fastest sample
 * @param p95Seconds 95th percentile of all samples; Hyndman and Fan (1996), definition 7
 * @param p99Seconds 99th percentile of all samples
 * @param cvPercent 100 · standard deviation / mean of all samples; empty for a single sample
 * @param twoSpeeds present where the forks settled at two speeds
 */
public record Summary(
    int forkCount,
    int sampleCount,
    double medianSeconds,
    double minSeconds,
    double p95Seconds,
    double p99Seconds,
    OptionalDouble cvPercent,
    Optional<TwoSpeeds> twoSpeeds) {

  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7).withCopy(true);

  /**
   * Of the samples of each fork, in seconds.
   *
   * @throws IllegalArgumentException where there is no fork, or a fork without samples
   */
  public static Summary of(List<List<Double>> forkSeconds) {
    ForkMedians medians = ForkMedians.of(forkSeconds);
    double[] all = forkSeconds.stream().flatMapToDouble(Summary::stream).toArray();
    return new Summary(
        forkSeconds.size(),
        all.length,
        medians.usualSeconds(),
        QUANTILE.evaluate(all, 0),
        QUANTILE.evaluate(all, 0.95),
        QUANTILE.evaluate(all, 0.99),
        cvPercent(all),
        medians.twoSpeeds());
  }

  static double median(List<Double> values) {
    return median(stream(values).toArray());
  }

  static double median(double[] values) {
    return Median.withDefaults().withCopy(true).evaluate(values);
  }

  private static OptionalDouble cvPercent(double[] values) {
    double mean = Mean.of(values).getAsDouble();
    return values.length < 2 || mean == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100 * StandardDeviation.of(values).getAsDouble() / mean);
  }

  private static DoubleStream stream(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue);
  }
}
