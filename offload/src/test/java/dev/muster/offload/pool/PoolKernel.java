package dev.muster.offload.pool;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.plan.Plan;

/**
 * A plan on a pool, seen as a kernel, so that the contract of kernels serves pools too.
 *
 * @param computes the kind of problem
 * @param pool stays open
 * @param plan text of the plan
 * @param kernel word of the kernel on each rank
 */
public record PoolKernel(Class<? extends Problem> computes, Pool pool, String plan, String kernel)
    implements Kernel {

  @Override
  public String name() {
    return pool.text();
  }

  /** No where the plan has more parts than this problem has rows, columns or terms. */
  @Override
  public Support supports(Problem problem) {
    try {
      return pool.supports(problem, Plan.parse(plan), kernel);
    } catch (BadInputException e) {
      return Support.no(e.getMessage());
    }
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    return pool.bind(problem, Plan.parse(plan), kernel, operands);
  }
}
