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
  private static final double LIMIT_SECONDS = 20;

  /**
   * A fork runs a product until it gets no faster, before JMH calls it. Then C2 has still to
   * compile what calls it, and a large product meets its own operands for the first time.
   */
  private static final double WARMUP_SECONDS = 0.4;

  private static final int WARMUP_COUNT_MIN = 2;

  /** What one core does in a second, for the time that an iteration needs at least. */
  private static final double FLOPS_PER_SECOND = 1.5e11;

  /** For one kernel. */
  Effort of(MatMul problem, int threads) {
    int cores = Math.min(threads, Runtime.getRuntime().availableProcessors());
    double operationSeconds = problem.flops() / (FLOPS_PER_SECOND * cores);
    return effort(ITERATION_COUNT, Math.max(iterationSeconds, operationSeconds));
  }

  /** The ceiling beside it. */
  Effort ofCeiling() {
    return effort(CEILING_ITERATION_COUNT, iterationSeconds);
  }

  private Effort effort(int iterationCount, double seconds) {
    int warmupCount = Math.max(WARMUP_COUNT_MIN, (int) Math.ceil(WARMUP_SECONDS / seconds));
    return new Effort(forks, warmupCount, iterationCount, seconds, LIMIT_SECONDS);
  }
}
