package dev.muster.offload.collective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Makes an all-reduce for any number of ranks of one for a power of two: of the first 2·r ranks,
 * where r is what is left over that power, every even one gives its input to its neighbour ahead,
 * and gets the answer from it at the end.
 *
 * <p>Adds 2·(α + n·β) + n·γ where r is not 0. Source: R. Thakur, R. Rabenseifner, W. Gropp,
 * Optimization of collective communication operations in MPICH, IJHPCA 19 (2005), section 4.5.
 *
 * @param ranks of the whole, 1 or more
 */
record Fold(int ranks) {

  /** What the ranks do that are left. */
  @FunctionalInterface
  interface Core {
    /**
     * Steps of a rank that takes part.
     *
     * @param place among those that take part
     * @param own buffer in which its contribution lies at the beginning
     */
    List<Step> steps(int place, int own);
  }

  /** How many take part: a power of two. */
  int core() {
    return Integer.highestOneBit(ranks);
  }

  private int folded() {
    return ranks - core();
  }

  /** The rank that takes part at this place. */
  int rank(int place) {
    return place < folded() ? 2 * place + 1 : place + folded();
  }

  /** Elements that the fold itself moves. */
  long elementsMoved(long count) {
    return 2L * folded() * count;
  }

  /** The schedule of all ranks. */
  Schedule around(long count, Core core) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    IntFunction<List<Step>> steps = rank -> count == 0 ? List.of() : steps(rank, count, core);
    return Schedules.perRank(ranks, steps);
  }

  private List<Step> steps(int rank, long count, Core core) {
    Region input = new Region(CollectiveAlgorithm.INPUT, 0, count);
    Region output = new Region(CollectiveAlgorithm.OUTPUT, 0, count);
    if (rank >= 2 * folded()) {
      return core.steps(rank - folded(), CollectiveAlgorithm.INPUT);
    }
    if (rank % 2 == 0) {
      return List.of(new Step.Send(rank + 1, input), new Step.Receive(rank + 1, output));
    }
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.ReceiveReduce(rank - 1, input, output));
    steps.addAll(core.steps(rank / 2, CollectiveAlgorithm.OUTPUT));
    steps.add(new Step.Send(rank - 1, output));
    return steps;
  }
}
