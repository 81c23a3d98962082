package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import java.util.ArrayList;
import java.util.List;

/**
 * All-reduce by halving and doubling: in log₂ p rounds a rank gives half of what it still has to a
 * peer and adds up the other half, and in log₂ p more the sums come back the same way.
 *
 * <p>Order of summation: a balanced tree over ranks at distances p/2, p/4, …, 1; each chunk is
 * summed in one place, so that all ranks end with the same bits.
 *
 * <p>Time for n bytes: 2·log₂ p·α + 2·(p−1)/p·n·β + (p−1)/p·n·γ for p a power of two, and the
 * {@link Fold} besides: as few bytes as {@link Ring}, in far fewer rounds.
 *
 * <p>Source: R. Rabenseifner, Optimization of collective reduction operations, ICCS 2004. Stateless
 * and thread-safe.
 */
public final class Rabenseifner implements AllReduceAlgorithm {

  @Override
  public String name() {
    return "rabenseifner";
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    Fold fold = new Fold(ranks);
    Chunks chunks = new Chunks(count, fold.core());
    return fold.around(count, (place, own) -> steps(fold, place, own, chunks));
  }

  /** (q−1)·count in each half for the q that take part, and 2(p−q)·count for the fold. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  private static List<Step> steps(Fold fold, int place, int own, Chunks chunks) {
    List<Step> steps = new ArrayList<>();
    int buffer = own;
    for (int half = chunks.parts() / 2; half >= 1; half /= 2) {
      int peer = place ^ half;
      Region given = run(chunks, buffer, peer, half);
      Region kept = run(chunks, buffer, place, half);
      Region sum = run(chunks, OUTPUT, place, half);
      Schedules.addTogether(
          steps,
          List.of(
              new Step.Send(fold.rank(peer), given),
              new Step.ReceiveReduce(fold.rank(peer), kept, sum)));
      buffer = OUTPUT;
    }
    for (int known = 1; known < chunks.parts(); known *= 2) {
      int peer = place ^ known;
      Schedules.addTogether(
          steps,
          List.of(
              new Step.Send(fold.rank(peer), run(chunks, OUTPUT, place, known)),
              new Step.Receive(fold.rank(peer), run(chunks, OUTPUT, peer, known))));
    }
    return steps;
  }

  /** The {@code length} chunks, a power of two and aligned to it, among which {@code place} is. */
  private static Region run(Chunks chunks, int buffer, int place, int length) {
    int first = place / length * length;
    long start = chunks.start(first);
    return new Region(buffer, start, chunks.start(first + length) - start);
  }
}
