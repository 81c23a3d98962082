package dev.muster.offload.pool;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Problem;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.PlanRules;
import dev.muster.offload.plan.ProductFacts;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a plan takes of the memory of the host where its ranks are cores, which compute on the
 * operands in place: sums that are joined, scratch for joining, and what lies between two products.
 */
public final class CoreMemory {
  private CoreMemory() {}

  /**
   * Bytes of all ranks together, beside the operands.
   *
   * @param cores the ranks that are
   * @throws dev.muster.kernels.problem.BadInputException where the plan does not fit the problem
   * @throws ArithmeticException where there are more than can be counted
   */
  static long bytes(Problem problem, Plan plan, int ranks, IntPredicate cores) {
    if (plan.equals(Plan.NONE)) {
      return 0;
    }
    return switch (problem) {
      case MatMul product -> {
        List<ProductFacts.Rank> facts = ProductFacts.of(product, plan, ranks).ranks();
        yield IntStream.range(0, ranks)
            .filter(cores)
            .mapToLong(rank -> Math.multiplyExact(count(facts.get(rank)), product.dtype().bytes()))
            .reduce(0, Math::addExact);
      }
      case Mlp mlp -> {
        MlpSchedule layer = MlpSchedule.of(mlp, plan, ranks);
        yield IntStream.range(0, ranks)
            .filter(cores)
            .mapToLong(rank -> MlpShare.bytesBesideOperands(layer, rank))
            .reduce(0, Math::addExact);
      }
      case Collective collective ->
          Math.multiplyExact(
              Schedules.scratchCount(
                  PlanRules.requireCollective(plan, collective.kind()), collective, ranks),
              IntStream.range(0, ranks).filter(cores).count() * collective.dtype().bytes());
      default -> 0;
    };
  }

  /** The same where all ranks are. */
  public static long bytes(Problem problem, Plan plan, int ranks) {
    return bytes(problem, plan, ranks, _ -> true);
  }

  private static long count(ProductFacts.Rank rank) {
    return (rank.group() > 1 ? rank.cCount() : 0) + rank.scratchCount();
  }
}
