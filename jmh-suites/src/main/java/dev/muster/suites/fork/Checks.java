package dev.muster.suites.fork;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Verdict;

/** The check that comes before every timing. */
final class Checks {
  private Checks() {}

  /**
   * Runs the exact tier, then the rounding tier, and leaves the operands of the latter loaded.
   *
   * @param watch over the first run
   * @return the first verdict that is wrong, else the last
   */
  static Verdict check(
      Problem problem, Operands operands, BoundKernel bound, int ranks, DriverWatch watch) {
    Verdict exact =
        check(problem, operands, bound, problem.exactFill(ranks), () -> watch.run(bound));
    return exact.correct() ? check(problem, operands, bound, Fill.uniform(), bound::run) : exact;
  }

  private static Verdict check(
      Problem problem, Operands operands, BoundKernel bound, Fill fill, Runnable run) {
    problem.fill(operands, fill);
    bound.load();
    run.run();
    bound.store();
    return problem.judge(operands, fill);
  }
}
