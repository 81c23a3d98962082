package dev.muster.results.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * The forks of all drawn again, each measurement independently: theirs that several of ours are
   * set against only once.
   */
  static List<Rivals> resampled(List<Rivals> all, RandomGenerator random) {
    Map<ForkMedians, ForkMedians> drawn = new HashMap<>();
    return all.stream()
        .map(
            each -> {
              ForkMedians theirs =
                  drawn.computeIfAbsent(each.theirs, once -> once.resampled(random));
              return new Rivals(each.ours.resampled(random), theirs, each.work);
            })
        .toList();
  }
}
