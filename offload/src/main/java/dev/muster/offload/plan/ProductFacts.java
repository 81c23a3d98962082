package dev.muster.offload.plan;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.ScheduleFacts;
import dev.muster.offload.collective.Schedules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What a plan of a product costs each rank, counted in its tiles, beside what no plan can do
 * without.
 *
 * <p>Time grows with the number of tiles, not with that of the steps: the join of one group stands
 * for those of all groups like it.
 *
 * @param problem the whole product
 * @param ranks in their order
 */
public record ProductFacts(MatMul problem, List<Rank> ranks) {
  public ProductFacts {
    ranks = List.copyOf(ranks);
  }

  /**
   * What one rank does.
   *
   * @param tiles shapes of the products that it computes, in order
   * @param flops of all of them
   * @param aCount elements of A that it holds
   * @param bCount elements of B
   * @param cCount elements of C, whole sums or parts of them
   * @param group ranks that join a sum with it, itself included; 1 where none does
   * @param rounds of the join
   * @param sentCount elements that it sends to join sums; of the busiest rank of its group
   * @param scratchCount elements of memory that the join needs
   */
  public record Rank(
      List<Extents> tiles,
      double flops,
      long aCount,
      long bCount,
      long cCount,
      int group,
      int rounds,
      long sentCount,
      long scratchCount) {
    public Rank {
      tiles = List.copyOf(tiles);
    }

    /** Elements of the three operands. */
    public long operandCount() {
      return aCount + bCount + cCount;
    }

    /** Elements of all its memory. */
    public long heldCount() {
      return operandCount() + scratchCount;
    }

    /**
     * Elements of its memory where the operands stay with the host, and two parts of each are with
     * it; parts of a joined sum are all with it.
     */
    public long streamedCount() {
      return twoOf(aCount, tile -> (long) tile.m * tile.k)
          + twoOf(bCount, tile -> (long) tile.k * tile.n)
          + (group > 1 ? cCount : twoOf(cCount, tile -> (long) tile.m * tile.n))
          + scratchCount;
    }

    private long twoOf(long all, ToLongFunction<Extents> part) {
      return Math.min(all, 2 * tiles.stream().mapToLong(part).max().orElse(0));
    }
  }

  /** The shape of a product. */
  public record Extents(int m, int n, int k) {
    static Extents of(Tile tile) {
      return new Extents(tile.m().count(), tile.n().count(), tile.k().count());
    }

    @Override
    public String toString() {
      return "%dx%dx%d".formatted(m, n, k);
    }
  }

  /**
   * Of a plan over ranks.
   *
   * @throws dev.muster.kernels.problem.BadInputException where the plan does not fit
   */
  public static ProductFacts of(MatMul problem, Plan plan, int ranks) {
    Tiling tiling = Tiling.of(problem, plan, ranks);
    Joins joins = new Joins(problem, plan);
    return new ProductFacts(problem, tiling.shares().stream().map(joins::rank).toList());
  }

  /** Multiply-adds, of the rank that has most of them. */
  public double flopsMax() {
    return most(Rank::flops);
  }

  /** Elements of the operands, of the rank that holds most. */
  public double operandCountMax() {
    return most(Rank::operandCount);
  }

  public double sentCountMax() {
    return most(Rank::sentCount);
  }

  public double roundsMax() {
    return most(Rank::rounds);
  }

  private double most(ToDoubleFunction<Rank> figure) {
    return ranks.stream().mapToDouble(figure).max().orElse(0);
  }

  /** Of each rank, if all do the same. */
  public double flopsMin() {
    return problem.flops() / ranks.size();
  }

  /**
   * Elements of A, B and C that some rank has to touch, whatever the plan.
   *
   * <p>For d₁ ≥ d₂ ≥ d₃, the extents in order, and P ranks: (d₁d₂ + d₁d₃)/P + d₂d₃ up to P = d₁/d₂,
   * then 2·√(d₁d₂d₃²/P) + d₁d₂/P up to P = d₁d₂/d₃², then 3·(d₁d₂d₃/P)^⅔. Source: H. Al Daas, G.
   * Ballard, L. Grigori, S. Kumar and K. Rouse, Tight memory-independent parallel matrix
   * multiplication communication lower bounds, SPAA 2022. Where memory is short, more has to be
   * moved: 2·MNK/(P·√S) for S elements of it (Kwasniewski et al., SC 2019).
   */
  public double operandCountMin() {
    double[] extents =
        IntStream.of(problem.m(), problem.n(), problem.k()).sorted().asDoubleStream().toArray();
    double small = extents[0];
    double middle = extents[1];
    double large = extents[2];
    double p = ranks.size();
    if (p * middle <= large) {
      return large * (middle + small) / p + middle * small;
    }
    return p * small * small <= large * middle
        ? 2 * small * Math.sqrt(large * middle / p) + large * middle / p
        : 3 * Math.cbrt(Math.pow(large * middle * small / p, 2));
  }

  /** Operands of the busiest rank over {@link #operandCountMin}; 1 where there are none. */
  public double overBound() {
    return operandCountMin() == 0 ? 1 : operandCountMax() / operandCountMin();
  }

  /** How much more the busiest rank computes than the mean: 0 where all compute alike. */
  public double imbalance() {
    return problem.flops() == 0 ? 0 : flopsMax() / flopsMin() - 1;
  }

  /** The ranks of which all figures are the same, wherever their tiles lie; in order. */
  public Map<Rank, List<Integer>> alike() {
    Map<Rank, List<Integer>> alike = new LinkedHashMap<>();
    for (int rank = 0; rank < ranks.size(); rank++) {
      alike.computeIfAbsent(ranks.get(rank), _ -> new ArrayList<>()).add(rank);
    }
    return alike;
  }

  /** Counts the joins of all groups of one size and length once. */
  private static final class Joins {
    private final MatMul problem;
    private final Plan plan;
    private final Map<Shape, Cost> costs = new HashMap<>();

    private record Shape(int ranks, long count) {}

    private record Cost(int rounds, long sentCount, long scratchCount) {
      static final Cost NONE = new Cost(0, 0, 0);
    }

    Joins(MatMul problem, Plan plan) {
      this.problem = problem;
      this.plan = plan;
    }

    Rank rank(RankShare share) {
      List<Cost> joins = share.outputs().stream().filter(Output::shared).map(this::cost).toList();
      return new Rank(
          share.tiles().stream().map(Extents::of).toList(),
          share.tiles().stream().mapToDouble(tile -> tile.product(problem).flops()).sum(),
          held(share, tile -> List.of(tile.m(), tile.k())),
          held(share, tile -> List.of(tile.k(), tile.n())),
          share.outputs().stream().mapToLong(Output::count).sum(),
          share.outputs().stream().mapToInt(output -> output.group().size()).max().orElse(1),
          joins.stream().mapToInt(Cost::rounds).sum(),
          joins.stream().mapToLong(Cost::sentCount).sum(),
          joins.stream().mapToLong(Cost::scratchCount).max().orElse(0));
    }

    /** Each tile of an operand once, however many products read it. */
    private static long held(RankShare share, Function<Tile, List<Range>> area) {
      return share.tiles().stream()
          .map(area)
          .distinct()
          .mapToLong(ranges -> (long) ranges.getFirst().count() * ranges.getLast().count())
          .sum();
    }

    private Cost cost(Output output) {
      return plan.collective()
          .map(
              name ->
                  costs.computeIfAbsent(
                      new Shape(output.group().size(), output.count()), shape -> cost(name, shape)))
          .orElse(Cost.NONE);
    }

    private Cost cost(String name, Shape shape) {
      CollectiveAlgorithm algorithm = CollectiveAlgorithms.find(name);
      Collective join =
          Collective.allReduce(problem.dtype(), ReduceOp.SUM, shape.count(), problem.seed());
      ScheduleFacts facts = ScheduleFacts.of(algorithm, join, shape.ranks());
      return new Cost(
          facts.rounds(),
          facts.sentCount(),
          Schedules.scratchCount(algorithm, join, shape.ranks()));
    }
  }
}
