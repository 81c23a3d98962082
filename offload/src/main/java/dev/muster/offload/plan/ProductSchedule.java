package dev.muster.offload.plan;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.Region;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.collective.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A product over many ranks as steps: each rank computes its tiles in order, then the partial sums
 * of each shared part of C are joined in place by the collective of the plan.
 *
 * <p>Buffers of a rank: number i is its {@link Output} i, contiguous, row by row; the number behind
 * the last output is scratch of {@link #scratchCount} elements. Before the schedule starts, a
 * buffer whose first tile has a β other than 0 holds that part of C; the others may hold anything.
 * Afterwards every buffer holds the answer.
 *
 * <p>A pure function; time and memory grow with the number of steps, which for {@code ring} is 2g
 * per output of a group of g ranks.
 *
 * @param tiling tiles and outputs of each rank
 * @param schedule steps of each rank; {@link Step.Compute} numbers the tiles of the rank
 * @param joins the steps of the schedule that join each output of each rank, none where it is not
 *     shared
 * @param scratchCounts elements of scratch of each rank, 0 where it needs none
 */
public record ProductSchedule(
    Tiling tiling, Schedule schedule, List<List<List<Step>>> joins, List<Long> scratchCounts) {
  public ProductSchedule {
    joins = List.copyOf(joins);
    scratchCounts = List.copyOf(scratchCounts);
  }

  /**
   * The schedule of a product over the ranks of a pool.
   *
   * @throws BadInputException where the plan does not fit problem or pool, naming what would
   */
  public static ProductSchedule of(MatMul problem, Plan plan, int ranks) {
    Tiling tiling = Tiling.of(problem, plan, ranks);
    Optional<Join> join = plan.collective().map(CollectiveAlgorithms::find).map(Join::new);
    List<List<List<Step>>> joins =
        IntStream.range(0, ranks).mapToObj(rank -> joins(rank, tiling, join)).toList();
    return new ProductSchedule(
        tiling,
        new Schedule(
            IntStream.range(0, ranks)
                .mapToObj(rank -> steps(tiling.share(rank), joins.get(rank)))
                .toList()),
        joins,
        IntStream.range(0, ranks).mapToObj(rank -> scratchCount(rank, tiling, join)).toList());
  }

  /** Elements of scratch of a rank, 0 where it needs none. */
  public long scratchCount(int rank) {
    return scratchCounts.get(rank);
  }

  /** Whether a rank joins a part of C while it could compute the next. */
  public boolean joinsSeveral(int rank) {
    return tiling.share(rank).outputs().stream().filter(Output::shared).count() > 1;
  }

  private static List<Step> steps(RankShare share, List<List<Step>> joins) {
    List<Step> steps = new ArrayList<>();
    for (int tile = 0; tile < share.tiles().size(); tile++) {
      steps.add(new Step.Compute(tile));
    }
    joins.forEach(steps::addAll);
    return steps;
  }

  private static List<List<Step>> joins(int rank, Tiling tiling, Optional<Join> join) {
    List<Output> outputs = tiling.share(rank).outputs();
    return join.map(each -> each.steps(rank, outputs))
        .orElseGet(() -> outputs.stream().map(_ -> List.<Step>of()).toList());
  }

  private static long scratchCount(int rank, Tiling tiling, Optional<Join> join) {
    return join.map(each -> each.scratchCount(tiling.share(rank).outputs())).orElse(0L);
  }

  /** All-reduces of shared outputs; groups of the same size and length have the same steps. */
  private static final class Join {
    private final CollectiveAlgorithm algorithm;
    private final Map<Shape, Schedule> schedules = new HashMap<>();

    private record Shape(int ranks, long count) {}

    private Join(CollectiveAlgorithm algorithm) {
      this.algorithm = algorithm;
    }

    private List<List<Step>> steps(int rank, List<Output> outputs) {
      Region scratch = new Region(outputs.size(), 0, scratchCount(outputs));
      List<List<Step>> steps = new ArrayList<>();
      for (int buffer = 0; buffer < outputs.size(); buffer++) {
        Output output = outputs.get(buffer);
        Region c = new Region(buffer, 0, output.count());
        steps.add(output.shared() ? steps(rank, output, List.of(c, c, scratch)) : List.<Step>of());
      }
      return steps;
    }

    private List<Step> steps(int rank, Output output, List<Region> buffers) {
      Shape shape = new Shape(output.group().size(), output.count());
      Schedule schedule =
          schedules.computeIfAbsent(
              shape,
              _ -> algorithm.schedule(CollectiveKind.ALL_REDUCE, shape.ranks(), shape.count()));
      int member = output.group().indexOf(rank);
      return Schedules.inGroup(schedule.steps(member), output.group(), buffers);
    }

    private long scratchCount(List<Output> outputs) {
      return outputs.stream()
          .filter(Output::shared)
          .mapToLong(output -> algorithm.scratchCount(output.group().size(), output.count()))
          .max()
          .orElse(0);
    }
  }
}
