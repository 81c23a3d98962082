package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.plan.ProductFacts.Extents;
import dev.muster.offload.plan.ProductFacts.Rank;
import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.stats.Summary;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A plan of a product measured beside its parts, in turns: each product of the busiest rank alone
 * on one device, and the join alone on the pool. What the parts take is what the plan should take.
 *
 * @param line the product under its plan
 * @param busiest what its busiest rank does
 * @param pool its pool
 */
public record Analysis(RunLine line, Rank busiest, PoolFacts pool) {

  /**
   * One part of the time of the busiest rank.
   *
   * @param what for people
   * @param predictedSeconds of it alone; empty where it was not measured alone
   * @param measuredSeconds under the plan
   */
  public record Part(String what, OptionalDouble predictedSeconds, double measuredSeconds) {}

  /**
   * Of the rank with most multiply-adds.
   *
   * @throws BadInputException where there are no parts, or no device to measure them on alone
   */
  public static Analysis of(RunLine line, ProductFacts facts, PoolFacts pool) {
    if (line.plan().equals(Plan.NONE)) {
      throw new BadInputException(
          "--analyze sets the parts of a plan beside the whole, and '-' has none; legal: a plan, e.g. pm2");
    }
    if (!pool.alike()) {
      throw new BadInputException(
          "--analyze measures parts on one device alone, and those of '%s' are not alike; legal: a pool of one kind, e.g. cpu:2"
              .formatted(pool.pool()));
    }
    return new Analysis(
        line,
        facts.ranks().stream().max(Comparator.comparingDouble(Rank::flops)).orElseThrow(),
        pool);
  }

  /**
   * What is measured.
   *
   * @throws BadInputException where the plan can never be measured here
   */
  public Contest contest(ContestEffort effort) {
    List<RunLine> lines = lines();
    Map<RunLine, Examined> examined = Examination.of(lines);
    Examination.requireAny(List.of(line), examined);
    return new Contest(
        Planned.POOL,
        line.problem(),
        lines.stream().map(each -> rival(each, examined.get(each), effort)).toList());
  }

  private Rival rival(RunLine each, Examined examined, ContestEffort effort) {
    return new Rival(
        new Planned(each, examined.ranks(), effort.of(product(), examined.ranks()), Map.of()),
        examined.obstacle());
  }

  private MatMul product() {
    return (MatMul) line.problem();
  }

  private List<RunLine> lines() {
    return Stream.of(Stream.of(line), tiles().keySet().stream().map(this::alone), join().stream())
        .flatMap(lines -> lines)
        .toList();
  }

  /** How often each shape is computed. */
  private Map<Extents, Integer> tiles() {
    Map<Extents, Integer> tiles = new LinkedHashMap<>();
    busiest.tiles().forEach(tile -> tiles.merge(tile, 1, Integer::sum));
    return tiles;
  }

  private RunLine alone(Extents tile) {
    return new RunLine(
        product().withShape(tile.m(), tile.n(), tile.k()),
        Plan.parse("pm1"),
        pool.one(),
        line.kernel());
  }

  /** Where all ranks join one C, whole: the same collective by itself. */
  private Optional<RunLine> join() {
    boolean whole =
        busiest.tiles().stream().allMatch(tile -> (long) tile.m() * tile.n() == busiest.cCount());
    return whole && busiest.group() == line.plan().ranks() && busiest.group() > 1
        ? Optional.of(
            new RunLine(
                Collective.allReduce(
                    product().dtype(), ReduceOp.SUM, busiest.cCount(), product().seed()),
                new Plan(List.of(), line.plan().collective()),
                line.pool(),
                line.kernel()))
        : Optional.empty();
  }

  /**
   * The parts of what was measured, and last all of it.
   *
   * @param results of the contest, in its order
   */
  public List<Part> parts(List<Result> results) {
    Result whole = results.getFirst();
    double seconds = seconds(whole);
    double computing =
        seconds
            * whole.counter(Counters.COMPUTE_SHARE).orElse(0)
            * (1 + whole.counter(Counters.IMBALANCE).orElse(0));
    double joining = seconds * whole.counter(Counters.COMMUNICATION_SHARE).orElse(0);
    Map<String, Result> alone = new LinkedHashMap<>();
    results.stream().filter(Result::timed).forEach(each -> alone.put(each.line(), each));
    List<Part> parts = new ArrayList<>();
    OptionalDouble computed = predictedOfTiles(alone);
    parts.add(new Part("%d products".formatted(busiest.tiles().size()), computed, computing));
    OptionalDouble joined = OptionalDouble.of(0);
    if (busiest.group() > 1) {
      joined = join().map(each -> seconds(alone, each)).orElseGet(OptionalDouble::empty);
      parts.add(
          new Part(
              "join by %s in groups of %d, mean"
                  .formatted(line.plan().collective().orElse("-"), busiest.group()),
              joined,
              joining));
    }
    parts.add(new Part("all", sum(computed, joined), seconds));
    return parts;
  }

  private OptionalDouble predictedOfTiles(Map<String, Result> alone) {
    OptionalDouble sum = OptionalDouble.of(0);
    for (Map.Entry<Extents, Integer> tile : tiles().entrySet()) {
      OptionalDouble each = seconds(alone, alone(tile.getKey()));
      sum = each.isPresent() ? sum(sum, times(each, tile.getValue())) : each;
    }
    return sum;
  }

  private static OptionalDouble times(OptionalDouble value, int factor) {
    return OptionalDouble.of(value.getAsDouble() * factor);
  }

  private static OptionalDouble sum(OptionalDouble x, OptionalDouble y) {
    return x.isPresent() && y.isPresent()
        ? OptionalDouble.of(x.getAsDouble() + y.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble seconds(Map<String, Result> alone, RunLine line) {
    Result result = alone.get(line.toString());
    return result == null ? OptionalDouble.empty() : OptionalDouble.of(seconds(result));
  }

  private static double seconds(Result result) {
    return Summary.of(result.forkSeconds()).medianSeconds();
  }
}
