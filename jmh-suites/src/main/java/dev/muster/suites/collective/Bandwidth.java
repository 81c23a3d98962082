package dev.muster.suites.collective;

import dev.muster.results.stats.Summary;
import java.util.List;
import java.util.Optional;

/**
 * The figures of nccl-tests for one size.
 *
 * @param seconds of a call: the median of the forks
 * @param algbw GB/s: the bytes of one rank's vector over the time
 * @param busbw GB/s: what a link has to carry for that
 */
public record Bandwidth(double seconds, double algbw, double busbw) {

  /**
   * Of the times of each fork; empty where there are none.
   *
   * @param bytes of the vector of one rank
   */
  public static Optional<Bandwidth> of(
      List<List<Double>> forkSeconds, long bytes, Entrant entrant) {
    if (forkSeconds.stream().allMatch(List::isEmpty)) {
      return Optional.empty();
    }
    double seconds = Summary.of(forkSeconds).medianSeconds();
    double algbw = bytes * 1e-9 / seconds;
    double factor = entrant.spec().kind().busFactor(entrant.ranks());
    return Optional.of(new Bandwidth(seconds, algbw, algbw * factor));
  }
}
