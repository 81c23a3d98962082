package dev.muster.offload.plan;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The name of a strategy where a plan may stand: {@code recursive}, or {@code recursive;ring} where
 * a sum is to be joined by that collective if the strategy splits it.
 *
 * @param partitioner makes the splits
 * @param collective the algorithm's name; empty for {@link #joinOf}
 */
public record Strategy(Partitioner partitioner, Optional<String> collective) {
  /** As many as any pool has: more would make a schedule that no memory holds. */
  public static final int RANKS_MAX = 1 << 16;

  /** A refusal looks at this many smaller numbers of ranks one by one, and then at halves. */
  private static final int NEAR = 64;

  /** Up to as many ranks, each fetches what it needs from every other at once. */
  private static final int DIRECT_RANKS_MAX = 8;

  /** The strategy with this text form; empty where the text names none. */
  public static Optional<Strategy> parse(String text) {
    String[] parts = text.strip().split(";", -1);
    Optional<String> collective =
        parts.length == 2 && !parts[1].isEmpty() ? Optional.of(parts[1]) : Optional.empty();
    return parts.length > 1 && collective.isEmpty()
        ? Optional.empty()
        : Partitioners.find(parts[0]).map(found -> new Strategy(found, collective));
  }

  /**
   * What it makes of a product over so many ranks.
   *
   * @throws BadInputException where it has no plan, naming what would work
   */
  public Plan plan(Problem problem, int ranks) {
    if (!(problem instanceof MatMul product)) {
      throw new BadInputException(
          "strategy '%s' cuts products, not '%s'; legal: matmul"
              .formatted(partitioner.name(), problem.text()));
    }
    return find(product, ranks).orElseThrow(() -> refusal(product, ranks));
  }

  /**
   * The same; empty where it has no plan.
   *
   * @throws BadInputException where it never has one, with such a join or as many ranks
   */
  public Optional<Plan> find(MatMul product, int ranks) {
    collective.ifPresent(PlanRules::requireJoin);
    if (ranks > RANKS_MAX) {
      throw new BadInputException(
          "strategy '%s' cuts for no %d ranks; legal: up to %d"
              .formatted(partitioner.name(), ranks, RANKS_MAX));
    }
    return ranks == 1
        ? Optional.of(Plan.NONE)
        : partitioner
            .splits(product, ranks)
            .map(splits -> withJoin(new Plan(splits, Optional.empty())))
            .filter(plan -> PlanRules.keepsSums(product, plan));
  }

  private Plan withJoin(Plan plan) {
    return plan.splitsSum()
        ? new Plan(plan.splits(), Optional.of(collective.orElseGet(() -> joinOf(plan))))
        : plan;
  }

  /**
   * The plan of a layer that {@value MlpSchedule#STRATEGY} stands for, maybe with a collective
   * behind it; empty where the text is another.
   */
  public static Optional<Plan> ofMlp(Mlp problem, String text, int ranks) {
    String[] parts = text.strip().split(";", 2);
    if (!parts[0].equals(MlpSchedule.STRATEGY)) {
      return Optional.empty();
    }
    Plan cut =
        new Plan(List.of(new Split(Split.Mode.P, Split.Dimension.K, ranks)), Optional.empty());
    String join = parts.length == 2 ? parts[1] : problem.splitTokens() ? "ring" : joinOf(cut);
    return Optional.of(ranks == 1 ? cut : new Plan(cut.splits(), Optional.of(join)));
  }

  /** The collective where nobody says which: few messages for large groups. */
  private static String joinOf(Plan plan) {
    return plan.joinedRanks() <= DIRECT_RANKS_MAX ? "two-shot" : "rabenseifner";
  }

  /** Says that it has no plan, and what would work. */
  public BadInputException refusal(MatMul product, int ranks) {
    return new BadInputException(
        "strategy '%s' has no plan of %dx%dx%d for %d ranks; legal: %s"
            .formatted(
                partitioner.name(),
                product.m(),
                product.n(),
                product.k(),
                ranks,
                String.join(" or ", alternatives(product, ranks))));
  }

  /** A smaller number of ranks, the nearest if that is near, and what does with this one. */
  private List<String> alternatives(MatMul product, int ranks) {
    Stream<String> fewer =
        IntStream.iterate(
                ranks - 1,
                count -> count > 1,
                count -> count > ranks - NEAR ? count - 1 : count / 2)
            .filter(count -> find(product, count).isPresent())
            .limit(1)
            .mapToObj("%d ranks"::formatted);
    Stream<String> others =
        Partitioners.all().stream()
            .filter(other -> new Strategy(other, Optional.empty()).find(product, ranks).isPresent())
            .map(Partitioner::name);
    List<String> all = Stream.concat(fewer, others).toList();
    return all.isEmpty() ? List.of("one device") : all;
  }
}
