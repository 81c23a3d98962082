package dev.muster.results.stats;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Two measurements of the same work, of which one is set against the other.
 *
 * @param ours the one that is judged; its time is above 0
 * @param theirs the one that it is judged by
 */
public record Rivals(ForkMedians ours, ForkMedians theirs) {

  /** Of the samples of each fork, in seconds; empty where our time is 0. */
  public static Optional<Rivals> of(List<List<Double>> ours, List<List<Double>> theirs) {
    Rivals rivals = new Rivals(ForkMedians.of(ours), ForkMedians.of(theirs));
    return rivals.ours.usualSeconds() > 0 && rivals.theirs.usualSeconds() > 0
        ? Optional.of(rivals)
        : Optional.empty();
  }

  /** Their time / our time: above 1 where ours is the faster one. */
  public double ratio() {
    return theirs.usualSeconds() / ours.usualSeconds();
  }

  /** The forks of either drawn again, independently. */
  Rivals resampled(RandomGenerator random) {
    return new Rivals(ours.resampled(random), theirs.resampled(random));
  }
}
