package dev.muster.offload.collective;

/**
 * A way to reduce over ranks: a pure function from (ranks, count) to steps, found by {@link
 * java.util.ServiceLoader}.
 *
 * <p>Buffers of a schedule: {@link #INPUT}, {@link #OUTPUT}, and {@link #SCRATCH} of {@link
 * #scratchCount} elements. A schedule must also be right in place, where the first two are the same
 * memory; where they are not, the input is only read.
 */
public interface CollectiveAlgorithm {
  int INPUT = 0;
  int OUTPUT = 1;
  int SCRATCH = 2;

  /** The word on the repeat line, e.g. {@code ring}. */
  String name();

  /** True where ranks read and write each other's memory: for pools whose ranks can. */
  default boolean sharesMemory() {
    return false;
  }

  /**
   * All-reduce of {@code count} elements per rank; any count, also 0 and fewer than ranks.
   *
   * @param ranks 1 or more
   */
  Schedule allReduce(int ranks, long count);

  /** Elements that {@link #allReduce} moves between ranks, from the paper's formula. */
  long elementsMoved(int ranks, long count);

  /** Elements of scratch that each rank needs. */
  default long scratchCount(int ranks, long count) {
    return 0;
  }
}
