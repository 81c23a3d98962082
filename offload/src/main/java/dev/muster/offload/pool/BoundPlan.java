package dev.muster.offload.pool;

import dev.muster.kernels.kernel.BoundKernel;

/** A plan with its pool, operands and schedule in place; the caller is none of its ranks. */
public interface BoundPlan extends BoundKernel {

  /** What every rank did in the last {@link #run}. */
  Timeline timeline();

  /** Bytes that cross between ranks in one run, from the schedule. */
  long wireBytes();
}
