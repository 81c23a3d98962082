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

  private static final int CEILING_ITERATION_COUNT = 3;

  /**
   * A fork runs a product until it gets no faster, before JMH calls it. Then C2 has still to
   * compile what calls it, and for a small product that takes part in its time.
   */
  private static final double WARMUP_SECONDS = 0.4;

  private static final int LARGE_WARMUP_COUNT = 2;
  private static final double LIMIT_SECONDS = 20;

  private static final double LARGE_FLOPS = 1e8;

  /** What one core does in a second, for the time that an iteration needs at least. */
  private static final double FLOPS_PER_SECOND = 1.5e11;

  /** For one kernel. */
  Effort of(MatMul problem, int threads) {
    double operationSeconds = problem.flops() / (FLOPS_PER_SECOND * threads);
    return new Effort(
        forks,
        problem.flops() < LARGE_FLOPS ? warmupCount() : LARGE_WARMUP_COUNT,
        ITERATION_COUNT,
        Math.max(iterationSeconds, operationSeconds),
        LIMIT_SECONDS);
  }

  /** The ceiling beside it. */
  Effort ofCeiling() {
    return new Effort(
        forks, warmupCount(), CEILING_ITERATION_COUNT, iterationSeconds, LIMIT_SECONDS);
  }

  private int warmupCount() {
    return (int) Math.ceil(WARMUP_SECONDS / iterationSeconds);
  }
}
