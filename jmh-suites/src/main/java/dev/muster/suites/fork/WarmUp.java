package dev.muster.suites.fork;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.Split;
import dev.muster.offload.pool.Clock;
import dev.muster.suites.RunLine;
import java.lang.foreign.Arena;
import java.util.function.BiFunction;

/**
 * Runs a product again and again, until it gets no faster, before it is checked and timed.
 *
 * <p>How long the JIT compiler takes depends on who else is busy on this machine, so that no fixed
 * number of iterations is enough. It has to be the same product: kernels are compiled for its tiles
 * and strides. Smaller ones tell beforehand how long a large one will take: a simulated device can
 * be ten thousand times slower than a real one.
 */
final class WarmUp {
  private static final int SIZE_MIN = 128;
  private static final double LARGE_FLOPS = 1e8;

  /** Up to a second on any device. */
  private static final double QUICK_FLOPS = 1e10;

  /** Shorter runs are mostly launch latency, from which nothing follows for a large product. */
  private static final double TELLING_SECONDS = 0.01;

  private static final double SECONDS_MIN = 0.5;
  private static final double STEADY_SECONDS = 0.4;

  /** A run as long as this is no faster for having been run before. */
  private static final double LONG_SECONDS = 1;

  /** The JIT compiler has to share the cores with the ranks of a pool: it may take its time. */
  private static final double SECONDS_MAX = 8;

  /** Less than a twentieth faster is no faster. */
  private static final double IMPROVEMENT = 0.95;

  private final int ranks;
  private final BiFunction<Problem, Operands, BoundKernel> bind;
  private final DriverWatch watch;
  private boolean ran;

  private WarmUp(int ranks, BiFunction<Problem, Operands, BoundKernel> bind, DriverWatch watch) {
    this.ranks = ranks;
    this.bind = bind;
    this.watch = watch;
  }

  /**
   * Warms up for a product and does nothing for any other problem.
   *
   * @param bind binds the small product
   * @param watch over the first run
   * @throws ForkException where the large one would take longer than the limit
   */
  static void before(
      RunLine line, int ranks, BiFunction<Problem, Operands, BoundKernel> bind, DriverWatch watch) {
    new WarmUp(ranks, bind, watch).before(line);
  }

  private void before(RunLine line) {
    if (line.problem() instanceof Mlp layer && layer.flops() < QUICK_FLOPS) {
      var _ = fastestSeconds(layer, SECONDS_MIN, 0);
    }
    if (!(line.problem() instanceof MatMul product)) {
      return;
    }
    double expectedSeconds =
        product.flops() < LARGE_FLOPS ? 0 : expectedSeconds(product, line.plan());
    Forks.refuseIfLongerThanLimit(expectedSeconds);
    if (expectedSeconds < LONG_SECONDS) {
      var _ = fastestSeconds(product, SECONDS_MIN, 0);
    }
  }

  /** By products that grow until one tells. */
  private double expectedSeconds(MatMul product, Plan plan) {
    double secondsPerRun = 0;
    double expectedSeconds = Double.MAX_VALUE;
    for (int size = SIZE_MIN;
        expectedSeconds > Forks.limitSeconds() && secondsPerRun < TELLING_SECONDS;
        size *= 2) {
      MatMul small = small(product, plan, size);
      double scale = product.flops() / small.flops();
      secondsPerRun = fastestSeconds(small, 0, Forks.limitSeconds() / scale);
      expectedSeconds = scale * secondsPerRun;
    }
    return expectedSeconds;
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
        .mapToInt(Split::lengthMin)
        .reduce(1, (x, y) -> x * y);
  }

  /**
   * Of a problem of this shape.
   *
   * @param minSeconds for which it is run, and on until it gets no faster; 0 for no longer than
   *     until it is as fast as is hoped
   */
  private double fastestSeconds(Problem problem, double minSeconds, double hopedSeconds) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, ranks);
      problem.fill(operands, Fill.uniform());
      try (BoundKernel bound = watch.bind(() -> bind.apply(problem, operands))) {
        bound.load();
        return minSeconds == 0 ? untilAsHoped(bound, hopedSeconds) : untilSteady(bound, minSeconds);
      }
    }
  }

  private double untilAsHoped(BoundKernel bound, double hopedSeconds) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    double fastestSeconds = Double.MAX_VALUE;
    while (fastestSeconds > hopedSeconds && seconds(begin, clock.nanos()) < SECONDS_MAX) {
      fastestSeconds = Math.min(fastestSeconds, secondsOfRun(bound, clock));
    }
    return fastestSeconds;
  }

  private double untilSteady(BoundKernel bound, double minSeconds) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    long improved = begin;
    double fastestSeconds = Double.MAX_VALUE;
    while (seconds(begin, clock.nanos()) < minSeconds
        || (seconds(begin, clock.nanos()) < SECONDS_MAX
            && seconds(improved, clock.nanos()) < STEADY_SECONDS)) {
      double runSeconds = secondsOfRun(bound, clock);
      if (runSeconds < IMPROVEMENT * fastestSeconds) {
        fastestSeconds = runSeconds;
        improved = clock.nanos();
      }
    }
    return fastestSeconds;
  }

  private double secondsOfRun(BoundKernel bound, Clock clock) {
    long start = clock.nanos();
    if (ran) {
      bound.run();
    } else {
      watch.run(bound);
      ran = true;
    }
    return seconds(start, clock.nanos());
  }

  private static double seconds(long startNanos, long endNanos) {
    return (endNanos - startNanos) * 1e-9;
  }
}
