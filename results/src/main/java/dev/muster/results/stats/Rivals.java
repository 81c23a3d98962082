package dev.muster.results.stats;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Two measurements, of which one is set against the other.
 *
 * @param ours the one that is judged; its time is above 0
 * @param theirs the one that it is judged by
 * @param work our work over theirs: 1 where both do the same
 */
public record Rivals(ForkMedians ours, ForkMedians theirs, double work) {

  /** Of the same work. */
  public Rivals(ForkMedians ours, ForkMedians theirs) {
    this(ours, theirs, 1);
  }

  /** Of the samples of each fork, in seconds; empty where our time is 0. */
  public static Optional<Rivals> of(List<List<Double>> ours, List<List<Double>> theirs) {
    Rivals rivals = new Rivals(ForkMedians.of(ours), ForkMedians.of(theirs));
    return rivals.ours.usualSeconds() > 0 && rivals.theirs.usualSeconds() > 0
        ? Optional.of(rivals)
        : Optional.empty();
  }

  /** The same where ours does so many times the work of theirs. */
  public Rivals withWork(double newWork) {
    return new Rivals(ours, theirs, newWork);
  }

  /** Our rate / their rate: above 1 where ours is the faster one. */
  public double ratio() {
    return work * theirs.usualSeconds() / ours.usualSeconds();
  }

  /** The forks of either drawn again, independently. */
  Rivals resampled(RandomGenerator random) {
    return resampled(random, theirs.resampled(random));
  }

  /** Ours drawn again, beside theirs as they have been drawn. */
  Rivals resampled(RandomGenerator random, ForkMedians drawn) {
    return new Rivals(ours.resampled(random), drawn, work);
  }
}
