package dev.muster.suites.tune;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.pool.Clock;

/**
 * One kernel on one problem: checked, then run until its time is up.
 *
 * @param verdict on its answer
 * @param gflops of the fastest run in 10⁹ FLOP/s; 0 where the answer is wrong
 * @param description of what really ran
 */
record TrialRun(Verdict verdict, double gflops, String description) {

  static TrialRun of(Kernel kernel, Problem problem, double seconds) {
    try (AdvisedArena arena = new AdvisedArena()) {
      Operands operands = problem.allocate(arena, 1);
      try (BoundKernel bound = kernel.bind(problem, operands)) {
        problem.fill(operands, Fill.uniform());
        bound.load();
        bound.run();
        bound.store();
        Verdict verdict = problem.judge(operands, Fill.uniform());
        double gflops =
            verdict.correct() ? problem.flops() / fastestSeconds(bound, seconds) * 1e-9 : 0;
        return new TrialRun(verdict, gflops, bound.description());
      }
    }
  }

  private static double fastestSeconds(BoundKernel bound, double seconds) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    double fastestSeconds = Double.MAX_VALUE;
    long end = begin;
    while ((end - begin) * 1e-9 < seconds) {
      long start = clock.nanos();
      bound.run();
      end = clock.nanos();
      fastestSeconds = Math.min(fastestSeconds, (end - start) * 1e-9);
    }
    return fastestSeconds;
  }
}
