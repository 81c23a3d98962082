package dev.muster.offload.plan;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Problem;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import java.util.List;
import java.util.Optional;

/**
 * Which plans fit which problem and how many ranks.
 *
 * <p>Every refusal is a {@link BadInputException} of one line that names the bad part and what
 * would be legal.
 */
public final class PlanRules {
  /** Tiles of all ranks together: what a schedule in memory can hold. */
  static final long TILES_MAX = 1 << 20;

  private PlanRules() {}

  /** Refuses a plan that a pool of this many ranks cannot follow for this problem. */
  public static void require(Problem problem, Plan plan, int ranks) {
    switch (problem) {
      case MatMul product -> requireProduct(product, plan, ranks);
      case Mlp mlp -> {
        var _ = requireMlp(mlp, plan, ranks);
      }
      case Collective collective -> {
        requireCollective(plan, collective.kind());
        collective.requireRanks(ranks);
      }
      default -> requireOneDevice(problem, plan, ranks);
    }
  }

  /** Refuses a plan that does not cut this product into as many shares as there are ranks. */
  public static void requireProduct(MatMul problem, Plan plan, int ranks) {
    requireCollectiveForProduct(plan);
    requireCuts(problem, plan);
    requireRanks(plan, ranks);
    requireFewTiles(plan);
    if (!keepsSums(problem, plan)) {
      throw new BadInputException(
          "plan '%s' cuts sums of %s, whose parts would be rounded before they are added; legal: cuts of m and n, e.g. pm2"
              .formatted(plan, problem.dtype()));
    }
  }

  /** Whether it leaves sums whole that are kept in a wider type than C is of. */
  static boolean keepsSums(MatMul problem, Plan plan) {
    return !problem.dtype().isHalf()
        || plan.splits().stream()
            .noneMatch(split -> split.dimension() == Split.Dimension.K && split.divisor() > 1);
  }

  /**
   * Refuses a plan that is more than a collective alone, or less.
   *
   * @return the collective
   */
  public static CollectiveAlgorithm requireCollective(Plan plan, CollectiveKind kind) {
    if (!plan.splits().isEmpty() || plan.collective().isEmpty()) {
      throw new BadInputException(
          "plan '%s' does not fit %s, which takes a collective alone; legal: %s"
              .formatted(plan, kind, CollectiveAlgorithms.names(CollectiveAlgorithms.of(kind))));
    }
    return CollectiveAlgorithms.find(plan.collective().get(), kind);
  }

  private static void requireOneDevice(Problem problem, Plan plan, int ranks) {
    if (!plan.equals(Plan.NONE)) {
      throw new BadInputException(
          "plan '%s' does not fit '%s', which one device computes; legal: -"
              .formatted(plan, problem.text()));
    }
    if (ranks != 1) {
      throw new BadInputException(
          "one device computes '%s', pool has %d; legal: a pool of 1"
              .formatted(problem.text(), ranks));
    }
  }

  private static void requireCollectiveForProduct(Plan plan) {
    if (plan.collective().isPresent() && plan.splits().isEmpty()) {
      throw new BadInputException(
          "plan '%s' does not say how to cut a product; legal: splits, e.g. pm2 or pk2;ring, or -, or %s"
              .formatted(plan, Partitioners.names()));
    }
    plan.collective().ifPresent(PlanRules::requireJoin);
    if (plan.splitsSum() && plan.collective().isEmpty()) {
      throw new BadInputException(
          "plan '%s' splits the sum and needs a collective after ';', e.g. %s;ring; legal: %s"
              .formatted(
                  plan, plan, CollectiveAlgorithms.names(CollectiveAlgorithms.ofMessages())));
    }
    if (!plan.splitsSum() && plan.collective().isPresent()) {
      throw new BadInputException(
          "plan '%s' does not split the sum over ranks, so that '%s' has nothing to join; legal: %s"
              .formatted(plan, plan.collective().get(), plan.withoutCollective()));
    }
  }

  /**
   * Refuses a plan that does not cut the inner extent of a layer into as many parts as there are
   * ranks.
   *
   * @return what joins Y; empty for one rank
   */
  static Optional<CollectiveAlgorithm> requireMlp(Mlp problem, Plan plan, int ranks) {
    Split cut = new Split(Split.Mode.P, Split.Dimension.K, ranks);
    if (!plan.splits().equals(List.of(cut)) || plan.collective().isEmpty() != (ranks == 1)) {
      throw new BadInputException(
          "plan '%s' does not fit '%s', whose inner extent is cut over the %d ranks of the pool; legal: %s, or %s"
              .formatted(
                  plan,
                  problem.text(),
                  ranks,
                  ranks == 1 ? "pk1" : cut + ";ring",
                  MlpSchedule.STRATEGY));
    }
    if (ranks > problem.inner()) {
      throw new BadInputException(
          "'%s' has an inner extent for up to %d ranks, pool has %d; legal: a smaller pool"
              .formatted(problem.text(), problem.inner(), ranks));
    }
    if (problem.splitTokens() && problem.tokens() % ranks != 0) {
      throw new BadInputException(
          "'%s' has %d tokens, which %d ranks cannot share alike; legal: a multiple of %d"
              .formatted(problem.text(), problem.tokens(), ranks, ranks));
    }
    return plan.collective().map(name -> joinOf(problem, name));
  }

  private static CollectiveAlgorithm joinOf(Mlp problem, String name) {
    requireJoin(name);
    return problem.splitTokens()
        ? CollectiveAlgorithms.find(name, CollectiveKind.REDUCE_SCATTER)
        : CollectiveAlgorithms.find(name, CollectiveKind.ALL_REDUCE);
  }

  /** A sum is joined in groups of ranks, and in whatever memory its parts lie. */
  static void requireJoin(String collective) {
    CollectiveAlgorithm algorithm =
        CollectiveAlgorithms.find(collective, CollectiveKind.ALL_REDUCE);
    if (algorithm.sharesMemory()) {
      throw new BadInputException(
          "collective '%s' is for an all-reduce of all ranks, not for the join of a product; legal: %s"
              .formatted(
                  collective, CollectiveAlgorithms.names(CollectiveAlgorithms.ofMessages())));
    }
  }

  private static void requireCuts(MatMul problem, Plan plan) {
    Block smallest = Block.of(problem);
    for (Split split : plan.splits()) {
      int left = split.dimension().of(smallest).count();
      int divisorMax = Math.max(1, left);
      if (split.divisor() > divisorMax) {
        throw new BadInputException(
            "split '%s' of plan '%s' cuts %s into %d parts where only %d are left; legal: up to %s"
                .formatted(
                    split,
                    plan,
                    split.dimension(),
                    split.divisor(),
                    left,
                    split.withDivisor(divisorMax)));
      }
      smallest = smallest.part(split, split.shortest(split.dimension().of(smallest)));
    }
  }

  private static void requireRanks(Plan plan, int ranks) {
    if (plan.ranks() != ranks) {
      throw new BadInputException(
          "plan '%s' needs %d %s, pool has %d; legal: parallel divisors whose product is %d, e.g. %s"
              .formatted(
                  plan,
                  plan.ranks(),
                  plan.ranks() == 1 ? "rank" : "ranks",
                  ranks,
                  ranks,
                  ranks == 1 ? "-" : "pm" + ranks));
    }
  }

  private static void requireFewTiles(Plan plan) {
    if (plan.tiles() > TILES_MAX) {
      throw new BadInputException(
          "plan '%s' makes %d tiles; legal: up to %d".formatted(plan, plan.tiles(), TILES_MAX));
    }
  }
}
