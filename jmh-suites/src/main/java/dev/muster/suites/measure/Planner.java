package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.Strategy;
import dev.muster.results.RepeatLine;
import dev.muster.suites.RunLine;

/** Makes the plan that a line names: a strategy cuts for the ranks of its pool. */
public final class Planner {
  private Planner() {}

  /**
   * The line with this text form, whose plan may be a strategy; {@value Balance#NAME} measures the
   * devices first.
   *
   * @throws BadInputException naming the bad part and the legal values
   */
  public static RunLine line(String text) {
    return RunLine.parse(text, Planner::plan);
  }

  private static Plan plan(RepeatLine line) {
    Problem problem = Problems.parse(line.problem());
    if (line.plan().equals(Balance.NAME)) {
      if (!(problem instanceof MatMul product)) {
        throw new BadInputException(
            "strategy '%s' cuts products, not '%s'; legal: matmul"
                .formatted(Balance.NAME, problem.text()));
      }
      return Balance.plan(product, line.pool(), line.kernel());
    }
    if (problem instanceof Mlp mlp) {
      return Strategy.ofMlp(mlp, line.plan(), PoolSize.of(line.pool()))
          .orElseGet(() -> Plan.parse(line.plan()));
    }
    return Strategy.parse(line.plan())
        .map(strategy -> strategy.plan(problem, PoolSize.of(line.pool())))
        .orElseGet(() -> Plan.parse(line.plan()));
  }
}
