package dev.muster.suites.measure;

import dev.muster.kernels.problem.MatMul;

/**
 * How much time each row of a contest is given.
 *
 * @param forks fresh JVMs per row
 * @param iterationSeconds length of an iteration; a large product takes longer
 */
public record ContestEffort(int forks, double iterationSeconds) {
  private static final int ITERATION_COUNT = 5;

  /** C2 is done with a small product after 0.4 s on two idle cores, and later on busy ones. */
  private static final int COLD_WARMUP_COUNT = 8;

  private static final int WARM_WARMUP_COUNT = 2;

  /** A ceiling is one long loop, and soon compiled. */
  private static final int CEILING_WARMUP_COUNT = 4;

  private static final int CEILING_ITERATION_COUNT = 3;
  private static final double LIMIT_SECONDS = 20;

  /** A fork that is to run so large a product warms up by small ones, before JMH does. */
  private static final double WARM_FLOPS = 1e8;

  /** What one core does in a second, for the time that an iteration needs at least. */
  private static final double FLOPS_PER_SECOND = 1.5e11;

  /** For one kernel. */
  Effort of(MatMul problem, int threads) {
    double operationSeconds = problem.flops() / (FLOPS_PER_SECOND * threads);
    return new Effort(
        forks,
        problem.flops() < WARM_FLOPS ? COLD_WARMUP_COUNT : WARM_WARMUP_COUNT,
        ITERATION_COUNT,
        Math.max(iterationSeconds, operationSeconds),
        LIMIT_SECONDS);
  }

  /** The ceiling beside it. */
  Effort ofCeiling() {
    return new Effort(
        forks, CEILING_WARMUP_COUNT, CEILING_ITERATION_COUNT, iterationSeconds, LIMIT_SECONDS);
  }
}
