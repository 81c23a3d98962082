package dev.muster.suites.fork;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.Split;
import dev.muster.offload.pool.Clock;
import dev.muster.suites.RunLine;
import java.lang.foreign.Arena;
import java.util.function.BiFunction;

/**
 * Runs a small product again and again, until it gets no faster, before any product is timed.
 *
 * <p>How long the JIT compiler takes depends on who else is busy on this machine, so that no fixed
 * number of iterations is enough. For a large product it compiles the kernel by many short calls,
 * where one long interpreted call would take seconds and leave code that was replaced in mid-loop.
 * It also tells how long the large one will take: a simulated device can be ten thousand times
 * slower than a real one.
 */
final class WarmUp {
  private static final int SIZE_MIN = 128;
  private static final double LARGE_FLOPS = 1e8;

  /** Shorter runs are mostly launch latency, from which nothing follows for a large product. */
  private static final double TELLING_SECONDS = 0.01;

  private static final double LARGE_SECONDS_MIN = 1;
  private static final double STEADY_SECONDS = 0.4;

  /** The JIT compiler has to share the cores with the ranks of a pool: it may take its time. */
  private static final double SECONDS_MAX = 8;

  /** Less than a twentieth faster is no faster. */
  private static final double IMPROVEMENT = 0.95;

  private WarmUp() {}

  /**
   * Warms up for a product and does nothing for any other problem.
   *
   * @param bind binds the small product
   * @throws ForkException where the large one would take longer than the limit
   */
  static void before(RunLine line, int ranks, BiFunction<Problem, Operands, BoundKernel> bind) {
    if (!(line.problem() instanceof MatMul product)) {
      return;
    }
    if (product.flops() < LARGE_FLOPS) {
      MatMul small = small(product, line.plan(), SIZE_MIN);
      var _ = fastestSeconds(small, ranks, bind, 0, Double.POSITIVE_INFINITY);
      return;
    }
    beforeLarge(product, line, ranks, bind);
  }

  private static void beforeLarge(
      MatMul product, RunLine line, int ranks, BiFunction<Problem, Operands, BoundKernel> bind) {
    double secondsPerRun = 0;
    double expectedSeconds = Double.MAX_VALUE;
    for (int size = SIZE_MIN;
        expectedSeconds > Forks.limitSeconds() && secondsPerRun < TELLING_SECONDS;
        size *= 2) {
      MatMul small = small(product, line.plan(), size);
      double scale = product.flops() / small.flops();
      secondsPerRun =
          fastestSeconds(small, ranks, bind, LARGE_SECONDS_MIN, Forks.limitSeconds() / scale);
      expectedSeconds = scale * secondsPerRun;
    }
    Forks.refuseIfLongerThanLimit(expectedSeconds);
  }

  /** A product of about this size that can still be cut as the plan says. */
  private static MatMul small(MatMul product, Plan plan, int size) {
    return product.withShape(
        Math.min(product.m(), Math.max(size, parts(plan, Split.Dimension.M))),
        Math.min(product.n(), Math.max(size, parts(plan, Split.Dimension.N))),
        Math.min(product.k(), Math.max(size, parts(plan, Split.Dimension.K))));
  }

  private static int parts(Plan plan, Split.Dimension dimension) {
    return plan.splits().stream()
        .filter(split -> split.dimension() == dimension)
        .mapToInt(Split::divisor)
        .reduce(1, (x, y) -> x * y);
  }

  private static double fastestSeconds(
      MatMul small,
      int ranks,
      BiFunction<Problem, Operands, BoundKernel> bind,
      double minSeconds,
      double hopedSeconds) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = small.allocate(arena, ranks);
      small.fill(operands, Fill.uniform());
      try (BoundKernel bound = bind.apply(small, operands)) {
        bound.load();
        return fastestSeconds(bound, minSeconds, hopedSeconds);
      }
    }
  }

  /** Runs until it gets no faster, longer while it is slower than is hoped. */
  private static double fastestSeconds(BoundKernel bound, double minSeconds, double hopedSeconds) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    long improved = begin;
    double fastestSeconds = Double.MAX_VALUE;
    double elapsedSeconds = 0;
    while (elapsedSeconds < minSeconds
        || (elapsedSeconds < SECONDS_MAX
            && (fastestSeconds > hopedSeconds
                || seconds(improved, clock.nanos()) < STEADY_SECONDS))) {
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
