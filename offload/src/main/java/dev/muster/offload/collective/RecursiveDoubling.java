package dev.muster.offload.collective;

import java.util.ArrayList;
import java.util.List;

/**
 * All-reduce in log₂ p rounds: in each, pairs of ranks exchange all they have and add it up, at
 * distances 1, 2, 4, …
 *
 * <p>Order of summation: a balanced tree over neighbours, ((x₀+x₁)+(x₂+x₃))+…; a rank and its peer
 * add the same two numbers, so that all ranks end with the same bits.
 *
 * <p>Time for n bytes: ⌈log₂ p⌉·(α + n·β + n·γ) for p a power of two, and the {@link Fold} besides.
 * No all-reduce has fewer rounds; for long vectors log₂ p times n is too much.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, Optimization of collective communication
 * operations in MPICH, IJHPCA 19 (2005), section 4.5. Stateless and thread-safe.
 */
public final class RecursiveDoubling implements AllReduceAlgorithm {

  @Override
  public String name() {
    return "recursive-doubling";
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    Fold fold = new Fold(ranks);
    return fold.around(count, (place, own) -> steps(fold, place, own, count));
  }

  /** q·log₂ q·count for the q ranks that take part. */
  @Override
  public long elementsMoved(int ranks, long count) {
    Fold fold = new Fold(ranks);
    int rounds = Integer.numberOfTrailingZeros(fold.core());
    return (long) fold.core() * rounds * count + fold.elementsMoved(count);
  }

  /** What a peer sends has to lie beside what it still reads. */
  @Override
  public long scratchCount(int ranks, long count) {
    return ranks == 1 ? 0 : count;
  }

  private static List<Step> steps(Fold fold, int place, int own, long count) {
    Region received = new Region(SCRATCH, 0, count);
    Region output = new Region(OUTPUT, 0, count);
    Region sum = new Region(own, 0, count);
    List<Step> steps = new ArrayList<>();
    for (int distance = 1; distance < fold.core(); distance *= 2) {
      int peer = fold.rank(place ^ distance);
      Schedules.addTogether(
          steps, List.of(new Step.Send(peer, sum), new Step.Receive(peer, received)));
      steps.add(new Step.Reduce(received, sum, output));
      sum = output;
    }
    return steps;
  }
}
