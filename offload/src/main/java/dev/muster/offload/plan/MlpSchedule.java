package dev.muster.offload.plan;

import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.Mlp;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.Region;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.collective.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A feed-forward layer over ranks as Megatron cuts it: each has some columns of U and the same rows
 * of D, so that nothing is exchanged between the two products, and one all-reduce joins Y. Where
 * tokens are split, an all-gather of X comes before, and a reduce-scatter of Y in its place.
 *
 * <p>Sources: M. Shoeybi et al., Megatron-LM, arXiv 1909.08053, 2019, section 3; V. Korthikanti et
 * al., Reducing activation recomputation in large transformer models, MLSys 2023, section 4.2.2.
 *
 * <p>A pure function. Buffers of a rank, all contiguous and row by row: {@link #X}, {@link
 * #BETWEEN}, {@link #Y}, {@link #SCRATCH} of {@link #scratchCount} elements, and where tokens are
 * split {@link #OWN_X} and {@link #OWN_Y}, its rows of both.
 *
 * @param problem the whole layer
 * @param join brings Y together; empty for one rank
 * @param ranks that share it
 */
public record MlpSchedule(Mlp problem, Optional<CollectiveAlgorithm> join, int ranks) {
  public static final int X = 0;
  public static final int BETWEEN = 1;
  public static final int Y = 2;
  public static final int SCRATCH = 3;
  public static final int OWN_X = 4;
  public static final int OWN_Y = 5;

  /** Numbers of {@link Step.Compute}: the first product, relu, the second product. */
  public static final int UP = 0;

  public static final int RELU = 1;
  public static final int DOWN = 2;

  /** The word that may stand for the plan. */
  public static final String STRATEGY = "megatron";

  /**
   * Of a plan.
   *
   * @throws dev.muster.kernels.problem.BadInputException where it does not fit
   */
  public static MlpSchedule of(Mlp problem, Plan plan, int ranks) {
    return new MlpSchedule(problem, PlanRules.requireMlp(problem, plan, ranks), ranks);
  }

  /** The columns of U, and rows of D, of a rank. */
  public Range inner(int rank) {
    return new Range(0, problem.inner()).part(rank, ranks);
  }

  /** The rows of X and Y of a rank where tokens are split. */
  public Range tokens(int rank) {
    return new Range(0, problem.tokens()).part(rank, ranks);
  }

  /** Elements of X, and of Y. */
  public long count() {
    return (long) problem.tokens() * problem.hidden();
  }

  /** Elements of scratch that each rank needs. */
  public long scratchCount() {
    return join.map(algorithm -> algorithm.scratchCount(ranks, count())).orElse(0L);
  }

  /** Elements of all that a rank holds. */
  public long heldCount(int rank) {
    long own = inner(rank).count();
    long parts = problem.splitTokens() ? 2L * tokens(rank).count() * problem.hidden() : 0;
    return 2 * count()
        + 2 * own * problem.hidden()
        + own * problem.tokens()
        + scratchCount()
        + parts;
  }

  /** The steps of all ranks. */
  public Schedule schedule() {
    Map<CollectiveKind, Schedule> collectives = new EnumMap<>(CollectiveKind.class);
    for (CollectiveKind kind : kinds()) {
      join.ifPresent(algorithm -> collectives.put(kind, algorithm.schedule(kind, ranks, count())));
    }
    return new Schedule(
        IntStream.range(0, ranks).mapToObj(rank -> steps(rank, collectives)).toList());
  }

  private List<CollectiveKind> kinds() {
    return problem.splitTokens()
        ? List.of(CollectiveKind.ALL_GATHER, CollectiveKind.REDUCE_SCATTER)
        : List.of(CollectiveKind.ALL_REDUCE);
  }

  private List<Step> steps(int rank, Map<CollectiveKind, Schedule> collectives) {
    List<Step> steps = new ArrayList<>();
    if (problem.splitTokens()) {
      steps.add(new Step.Copy(own(OWN_X, rank), chunk(X, rank)));
      steps.addAll(collective(CollectiveKind.ALL_GATHER, collectives, rank, X));
    }
    steps.add(new Step.Compute(UP));
    steps.add(new Step.Compute(RELU));
    steps.add(new Step.Compute(DOWN));
    if (problem.splitTokens()) {
      steps.addAll(collective(CollectiveKind.REDUCE_SCATTER, collectives, rank, Y));
      steps.add(new Step.Copy(chunk(Y, rank), own(OWN_Y, rank)));
    } else {
      steps.addAll(collective(CollectiveKind.ALL_REDUCE, collectives, rank, Y));
    }
    return steps;
  }

  private Region own(int buffer, int rank) {
    return new Region(buffer, 0, chunk(buffer, rank).count());
  }

  private Region chunk(int buffer, int rank) {
    return Region.of(buffer, new Chunks(count(), ranks), rank);
  }

  /** In place; nothing for one rank, which joins with nobody. */
  private List<Step> collective(
      CollectiveKind kind, Map<CollectiveKind, Schedule> collectives, int rank, int buffer) {
    if (join.isEmpty()) {
      return List.of();
    }
    Region whole = new Region(buffer, 0, count());
    Region scratch = new Region(SCRATCH, 0, scratchCount());
    List<Integer> all = IntStream.range(0, ranks).boxed().toList();
    return Schedules.inGroup(
        collectives.get(kind).steps(rank), all, List.of(whole, whole, scratch));
  }
}
