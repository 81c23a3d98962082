package dev.muster.offload.pool;

import dev.muster.kernels.kernel.BoundKernel;

/** A plan with its pool, operands and schedule in place; the caller is none of its ranks. */
public interface BoundPlan extends BoundKernel {

  /** What every rank did in the last {@link #run}. */
  Timeline timeline();

  /**
   * Runs it once more, and looks closer than {@link #timeline} does: what every rank sent, received
   * and waited for. The looking takes time.
   */
  Trace trace();

  /**
   * Runs it {@code calls} times, each rank going on as soon as it is done with one, as programs do:
   * what small messages cost where nobody waits at a barrier in between.
   *
   * @return nanoseconds from the barrier before the first call to the end of the last one, of the
   *     slowest rank
   */
  long nanosBackToBack(int calls);

  /** Bytes that cross between ranks in one run, from the schedule. */
  long wireBytes();
}
