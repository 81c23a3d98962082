package dev.muster.results.stats;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What p devices do together, as a multiple of what one does.
 *
 * @param ranks p
 * @param rivals the pool against one of its devices
 */
public record Speedup(int ranks, Rivals rivals) {

  /** S. */
  public double value() {
    return rivals.ratio();
  }

  /** S/p. */
  public double efficiency() {
    return value() / ranks;
  }

  /**
   * The part of the work that would have to be serial to explain the speedup: e = (1/S − 1/p) / (1
   * − 1/p). Where it grows with p, the loss is overhead that grows, no serial part. Source: A. H.
   * Karp and H. P. Flatt, Measuring parallel processor performance, CACM 33, 1990.
   */
  public double karpFlatt() {
    return ranks == 1 ? 0 : (1 / value() - 1.0 / ranks) / (1 - 1.0 / ranks);
  }

  /** The forks of all drawn again; those of one device that several are set against only once. */
  static List<Speedup> resampled(List<Speedup> all, RandomGenerator random) {
    List<Rivals> drawn = Rivals.resampled(all.stream().map(Speedup::rivals).toList(), random);
    return IntStream.range(0, all.size())
        .mapToObj(i -> new Speedup(all.get(i).ranks, drawn.get(i)))
        .toList();
  }

  static double sum(Iterable<Speedup> all, ToDoubleFunction<Speedup> figure) {
    double sum = 0;
    for (Speedup each : all) {
      sum += figure.applyAsDouble(each);
    }
    return sum;
  }
}
