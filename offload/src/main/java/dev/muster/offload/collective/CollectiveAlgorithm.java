package dev.muster.offload.collective;

import dev.muster.kernels.problem.CollectiveKind;
import java.util.Set;

/**
 * A way to bring the vectors of ranks together: a pure function from (kind, ranks, count) to steps,
 * found by {@link java.util.ServiceLoader}.
 *
 * <p>Buffers of a schedule: {@link #INPUT}, {@link #OUTPUT}, and {@link #SCRATCH} of {@link
 * #scratchCount} elements. Input and output have {@code count} elements for every kind, of which
 * {@link CollectiveKind} says what counts; the rest of the output may hold anything on the way and
 * at the end. A schedule must also be right in place, where the two are the same memory; where they
 * are not, the input is only read.
 */
public interface CollectiveAlgorithm {
  int INPUT = 0;
  int OUTPUT = 1;
  int SCRATCH = 2;

  /** The word on the repeat line, e.g. {@code ring}. */
  String name();

  /** What it can do. */
  Set<CollectiveKind> kinds();

  /**
   * The steps of every rank, for {@code count} elements per rank; any count, also 0 and fewer than
   * ranks.
   *
   * @param kind one of {@link #kinds}
   * @param ranks 1 or more
   */
  Schedule schedule(CollectiveKind kind, int ranks, long count);

  /** Elements that {@link #schedule} moves between ranks, from the paper's formula. */
  long elementsMoved(CollectiveKind kind, int ranks, long count);

  /** Elements of scratch that each rank needs. */
  default long scratchCount(int ranks, long count) {
    return 0;
  }

  /**
   * The steps of an all-reduce of {@code blocks} vectors that are shared out to the ranks: each
   * combines its own in their order, and the rest happens in place.
   */
  default Schedule ofBlocks(int blocks, int ranks, long count) {
    Schedule schedule = schedule(CollectiveKind.ALL_REDUCE, ranks, count);
    return Schedules.behindOwnBlocks(schedule, blocks, count);
  }

  /** Elements of scratch that each rank needs for {@link #ofBlocks}. */
  default long scratchCountOfBlocks(int blocks, int ranks, long count) {
    return scratchCount(ranks, count);
  }

  /** True where ranks read and write each other's memory: for pools whose ranks can. */
  default boolean sharesMemory() {
    return false;
  }
}
