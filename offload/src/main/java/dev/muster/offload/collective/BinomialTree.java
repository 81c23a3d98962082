package dev.muster.offload.collective;

import dev.muster.kernels.problem.CollectiveKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Broadcast from rank 0 and reduction to it over a binomial tree: in each round of a broadcast
 * every rank that has the vector gives it to one that has not, 1, 2, 4, … places ahead; a reduction
 * is the same backwards.
 *
 * <p>Order of summation: a rank adds what comes from 1, 2, 4, … places ahead to its own, in this
 * order.
 *
 * <p>Time for n bytes: ⌈log₂ p⌉·(α + n·β), and for a reduction ⌈log₂ p⌉·n·γ besides: the fewest
 * rounds that there can be, for vectors that are not worth cutting.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, Optimization of collective communication
 * operations in MPICH, IJHPCA 19 (2005), sections 4.2 and 4.4. Stateless and thread-safe.
 */
public final class BinomialTree implements CollectiveAlgorithm {

  @Override
  public String name() {
    return "binomial-tree";
  }

  @Override
  public Set<CollectiveKind> kinds() {
    return EnumSet.of(CollectiveKind.BROADCAST, CollectiveKind.REDUCE);
  }

  @Override
  public Schedule schedule(CollectiveKind kind, int ranks, long count) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    Region input = new Region(INPUT, 0, count);
    return Schedules.perRank(
        ranks,
        rank -> {
          if (count == 0) {
            return List.of();
          }
          return kind == CollectiveKind.BROADCAST
              ? broadcast(rank, ranks, input)
              : reduce(rank, ranks, input);
        });
  }

  /** (p−1)·count: every rank but one gets, or gives, the vector once. */
  @Override
  public long elementsMoved(CollectiveKind kind, int ranks, long count) {
    return (ranks - 1) * count;
  }

  /** The root sends its input; whoever has received sends that on, the furthest first. */
  private static List<Step> broadcast(int rank, int ranks, Region input) {
    List<Step> steps = new ArrayList<>();
    Region output = input.in(OUTPUT);
    if (rank > 0) {
      steps.add(new Step.Receive(rank - lowestBit(rank, ranks), output));
    }
    for (int distance = lowestBit(rank, ranks) / 2; distance > 0; distance /= 2) {
      if (rank + distance < ranks) {
        steps.add(new Step.Send(rank + distance, rank == 0 ? input : output));
      }
    }
    if (rank == 0) {
      steps.add(new Step.Copy(input, output));
    }
    return steps;
  }

  private static List<Step> reduce(int rank, int ranks, Region input) {
    List<Step> steps = new ArrayList<>();
    Region output = input.in(OUTPUT);
    Region sum = input;
    for (int distance = 1; distance < lowestBit(rank, ranks); distance *= 2) {
      if (rank + distance < ranks) {
        steps.add(new Step.ReceiveReduce(rank + distance, sum, output));
        sum = output;
      }
    }
    if (rank > 0) {
      steps.add(new Step.Send(rank - lowestBit(rank, ranks), sum));
    }
    return steps;
  }

  /** How far the parent is; for the root, how far one would be: a power of two, p or more. */
  private static int lowestBit(int rank, int ranks) {
    return rank == 0 ? Integer.highestOneBit(ranks - 1) * 2 : Integer.lowestOneBit(rank);
  }
}
