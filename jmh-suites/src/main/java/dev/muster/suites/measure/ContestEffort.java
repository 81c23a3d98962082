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
  private static final double LIMIT_SECONDS = 20;

  /** A fork that is to run so large a product warms up by small ones, before JMH does. */
  private static final double WARM_FLOPS = 1e8;

  /** What one core does in a second, for the time that an iteration needs at least. */
  private static final double FLOPS_PER_SECOND = 1.5e11;

  /** Cold code is warmed up for as long as it is measured. */
  Effort of(MatMul problem, int threads) {
    double operationSeconds = problem.flops() / (FLOPS_PER_SECOND * threads);
    return effort(
        problem.flops() < WARM_FLOPS ? ITERATION_COUNT : 2,
        Math.max(iterationSeconds, operationSeconds));
  }

  /** The ceiling beside it. */
  Effort ofCeiling() {
    return effort(ITERATION_COUNT, iterationSeconds);
  }

  private Effort effort(int warmupCount, double seconds) {
    return new Effort(forks, warmupCount, ITERATION_COUNT, seconds, LIMIT_SECONDS);
  }
}
