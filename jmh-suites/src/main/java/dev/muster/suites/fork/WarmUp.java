package dev.muster.suites.fork;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.offload.pool.Clock;
import java.lang.foreign.Arena;
import java.util.function.BiFunction;

/**
 * Runs a small product again and again before a large one is run at all.
 *
 * <p>That compiles the kernel by many short calls, where one long interpreted call would take
 * seconds and leave code that was replaced in mid-loop. It also tells how long the large one will
 * take: a simulated device can be ten thousand times slower than a real one.
 */
final class WarmUp {
  private static final int SIZE_MAX = 128;

  /** The JIT compiler has to share the cores with the ranks of a pool: it may take its time. */
  private static final double SECONDS_MIN = 1;

  private static final double STEADY_SECONDS = 0.4;
  private static final double SECONDS_MAX = 6;

  /** Less than a twentieth faster is no faster. */
  private static final double IMPROVEMENT = 0.95;

  private static final double LARGE_FLOPS = 1e8;

  private WarmUp() {}

  /**
   * Warms up for a large product and does nothing for any other problem.
   *
   * @param bind binds the small product
   * @throws ForkException where the large one would take longer than the limit
   */
  static void before(Problem problem, int ranks, BiFunction<Problem, Operands, BoundKernel> bind) {
    if (!(problem instanceof MatMul product) || product.flops() < LARGE_FLOPS) {
      return;
    }
    MatMul small =
        product.withShape(
            Math.min(SIZE_MAX, product.m()),
            Math.min(SIZE_MAX, product.n()),
            Math.min(SIZE_MAX, product.k()));
    try (Arena arena = Arena.ofShared()) {
      Operands operands = small.allocate(arena, ranks);
      small.fill(operands, Fill.uniform());
      try (BoundKernel bound = bind.apply(small, operands)) {
        bound.load();
        double scale = product.flops() / small.flops();
        Forks.refuseIfLongerThanLimit(scale * fastestSeconds(bound));
      }
    }
  }

  /** Runs until it gets no faster. */
  private static double fastestSeconds(BoundKernel bound) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    long improved = begin;
    double fastestSeconds = Double.MAX_VALUE;
    double elapsedSeconds = 0;
    while (elapsedSeconds < SECONDS_MIN
        || (elapsedSeconds < SECONDS_MAX && seconds(improved, clock.nanos()) < STEADY_SECONDS)) {
      long start = clock.nanos();
      bound.run();
      long end = clock.nanos();
      if (seconds(start, end) < IMPROVEMENT * fastestSeconds) {
        fastestSeconds = seconds(start, end);
        improved = end;
      }
      elapsedSeconds = seconds(begin, end);
    }
    return fastestSeconds;
  }

  private static double seconds(long startNanos, long endNanos) {
    return (endNanos - startNanos) * 1e-9;
  }
}
