package dev.muster.results.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The median time of each fork of one measurement: what is replicated, and so what every statistic
 * between measurements is made of. Immutable.
 */
public final class ForkMedians {
  private final double[] seconds;

  private ForkMedians(double[] seconds) {
    this.seconds = seconds;
  }

  /**
   * Of the samples of each fork, in seconds.
   *
   * @throws IllegalArgumentException where there is no fork, or a fork without samples
   */
  public static ForkMedians of(List<List<Double>> forkSeconds) {
    if (forkSeconds.isEmpty() || forkSeconds.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("no samples in " + forkSeconds);
    }
    return new ForkMedians(forkSeconds.stream().mapToDouble(Summary::median).toArray());
  }

  /** Forks. */
  public int count() {
    return seconds.length;
  }

  /** The two speeds at which the forks settled, where they did. */
  public Optional<TwoSpeeds> twoSpeeds() {
    return TwoSpeeds.in(seconds);
  }

  /** t: the median of all, or that of the usual speed where there are two. */
  public double usualSeconds() {
    return twoSpeeds().map(TwoSpeeds::usualSeconds).orElseGet(() -> Summary.median(seconds));
  }

  /**
   * The index of the fork that took nearest to {@link #usualSeconds}: what it found goes with it.
   */
  public int typical() {
    double usual = usualSeconds();
    return IntStream.range(0, seconds.length)
        .boxed()
        .min(Comparator.comparingDouble(fork -> Math.abs(seconds[fork] - usual)))
        .orElseThrow();
  }

  /**
   * Forks whose rate is more than 10 % under that of the best speed, which is the faster of two
   * speeds where there are two.
   */
  public int slowCount() {
    double best = twoSpeeds().map(TwoSpeeds::fastSeconds).orElseGet(() -> Summary.median(seconds));
    return (int) Arrays.stream(seconds).filter(x -> 0.9 * x > best).count();
  }

  /** As many forks, each drawn from these with replacement. */
  ForkMedians resampled(RandomGenerator random) {
    double[] drawn = new double[seconds.length];
    Arrays.setAll(drawn, _ -> seconds[random.nextInt(seconds.length)]);
    return new ForkMedians(drawn);
  }

  /** Whether it is the same measurement: two that took the same time to the last bit are none. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ForkMedians medians && Arrays.equals(seconds, medians.seconds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(seconds);
  }
}
