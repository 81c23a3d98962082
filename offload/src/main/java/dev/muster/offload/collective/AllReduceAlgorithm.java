package dev.muster.offload.collective;

import dev.muster.kernels.problem.CollectiveKind;
import java.util.Set;

/** An algorithm for all-reduce alone, which most papers are about. */
public interface AllReduceAlgorithm extends CollectiveAlgorithm {

  /**
   * All-reduce of {@code count} elements per rank.
   *
   * @param ranks 1 or more
   */
  Schedule allReduce(int ranks, long count);

  /** Elements that {@link #allReduce} moves between ranks, from the paper's formula. */
  long elementsMoved(int ranks, long count);

  @Override
  default Set<CollectiveKind> kinds() {
    return Set.of(CollectiveKind.ALL_REDUCE);
  }

  @Override
  default Schedule schedule(CollectiveKind kind, int ranks, long count) {
    return allReduce(ranks, count);
  }

  @Override
  default long elementsMoved(CollectiveKind kind, int ranks, long count) {
    return elementsMoved(ranks, count);
  }
}
