package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.util.List;

/**
 * The sums of a product as they lie beside each other when each was cut in parts, until the kernel
 * {@code combine} of the same program adds them, always in one order.
 *
 * @param count of parts; with one of them there is nothing to add
 */
record PartialSums(MatMul problem, long count) {
  private static final int ITEMS_OF_COMBINE = 64;

  private long elements() {
    return (long) problem.m() * problem.n();
  }

  private DType dtype() {
    return problem.dtype().sums();
  }

  private long bytes() {
    return count * elements() * dtype().bytes();
  }

  /** Adds their memory, where there are several. */
  MemoryNeed addWorkspace(MemoryNeed need) {
    return count == 1 ? need : need.add("partial sums", bytes());
  }

  /** The name that a program defines whose sums are cut; empty where they are not. */
  String flag() {
    return count == 1 ? "" : "PARTIAL";
  }

  /** Where a product leaves them: C itself where there is one part. */
  ClMemory memory(ClTarget target, ClMemory c, Owned owned) {
    return count == 1 ? c : owned.add(target.allocate(bytes()));
  }

  /** What adds them, after the product; nothing where there is one part. */
  List<ClCommand> combine(
      ClTarget target, ClProgram program, ClMemory sums, ClMemory c, Owned owned) {
    if (count == 1) {
      return List.of();
    }
    ClLaunch combine =
        new ClLaunch(
            program,
            "combine",
            new long[] {elements()},
            new long[] {Math.min(ITEMS_OF_COMBINE, target.facts().maxGroupSize())});
    owned
        .add(combine)
        .with(elements())
        .with(count)
        .with(dtype(), problem.alpha())
        .with(dtype(), problem.beta())
        .with(sums)
        .with(c);
    return List.of(combine);
  }
}
