package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.Strategy;
import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans a study of scaling: one product on one device of each pool and, in turns with it, cut by
 * every strategy over every pool; then smaller products of the same proportions on the largest
 * pool, for the size from which on it beats one device.
 *
 * @param product of one device
 * @param pools of two ranks or more, ascending
 * @param kernel its word
 * @param strategies those that have no plan for a pool are left out there; the first that has one
 *     cuts the smaller products
 * @param weak whether a pool of p ranks gets p times the work, in the same proportions
 * @param effort how much time each line gets
 * @param how what is done for a fork; refuses what can never be measured
 */
public record Study(
    MatMul product,
    List<PoolFacts> pools,
    String kernel,
    List<Strategy> strategies,
    boolean weak,
    ContestEffort effort,
    Function<Planned, Work> how) {
  /** Of the smallest extent of the smallest product. */
  private static final int EXTENT_MIN = 32;

  private static final int SMALLER_MAX = 6;
  private static final Plan WHOLE = Plan.parse("pm1");

  public Study {
    pools = List.copyOf(pools);
    strategies = List.copyOf(strategies);
  }

  /**
   * The contests.
   *
   * @throws BadInputException where no strategy cuts the product over some pool, or none of it can
   *     ever be measured
   */
  public List<Contest> plan() {
    List<Contest> contests = new ArrayList<>();
    contests.add(contest(product, pools, strategies));
    if (!weak) {
      for (MatMul smaller : smaller()) {
        List<PoolFacts> largest = List.of(pools.getLast());
        contests.add(contest(smaller, largest, cutting(smaller).limit(1).toList()));
      }
    }
    return contests;
  }

  /** Which strategies make which plan of which pool: a line each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (PoolFacts pool : pools) {
      plans(share(product, pool), pool, strategies)
          .forEach(
              (plan, names) ->
                  notes.add(
                      "%s on %s is %s".formatted(plan, pool.pool(), String.join(", ", names))));
    }
    return notes;
  }

  private Contest contest(MatMul whole, List<PoolFacts> over, List<Strategy> by) {
    Map<RunLine, RunLine> baseOf = new LinkedHashMap<>();
    for (PoolFacts pool : over) {
      RunLine base = new RunLine(whole, WHOLE, pool.one(), kernel);
      baseOf.put(base, base);
      MatMul shared = share(whole, pool);
      plans(shared, pool, by)
          .keySet()
          .forEach(plan -> baseOf.put(new RunLine(shared, plan, pool.pool(), kernel), base));
    }
    List<RunLine> lines = List.copyOf(baseOf.keySet());
    Map<RunLine, Examined> examined = examined(lines);
    Examination.requireAny(lines, examined);
    return new Contest(
        Contest.SCALING,
        whole,
        lines.stream().map(line -> rival(line, baseOf.get(line), examined.get(line))).toList());
  }

  /** Of a job nothing is known before it runs but how many processes it has. */
  private static Map<RunLine, Examined> examined(List<RunLine> lines) {
    Map<Boolean, List<RunLine>> byJob =
        lines.stream().collect(Collectors.partitioningBy(line -> PoolFacts.isJob(line.pool())));
    Map<RunLine, Examined> examined = new HashMap<>(Examination.of(byJob.get(false)));
    byJob
        .get(true)
        .forEach(
            line -> examined.put(line, Examined.good(Support.yes(), PoolSize.of(line.pool()))));
    return examined;
  }

  /** Each plan once, with the names of the strategies that make it. */
  private static Map<Plan, Set<String>> plans(
      MatMul shared, PoolFacts pool, List<Strategy> strategies) {
    Map<Plan, Set<String>> plans = new LinkedHashMap<>();
    for (Strategy strategy : strategies) {
      strategy
          .find(shared, pool.ranks())
          .ifPresent(
              plan ->
                  plans
                      .computeIfAbsent(plan, _ -> new TreeSet<>())
                      .add(strategy.partitioner().name()));
    }
    if (plans.isEmpty()) {
      throw strategies.getFirst().refusal(shared, pool.ranks());
    }
    return plans;
  }

  /** The strategies that have a plan of it for the largest pool. */
  private Stream<Strategy> cutting(MatMul smaller) {
    return strategies.stream()
        .filter(strategy -> strategy.find(smaller, pools.getLast().ranks()).isPresent());
  }

  /** What a pool computes: all of it, or p times as much. */
  private MatMul share(MatMul whole, PoolFacts pool) {
    return weak ? scaled(whole, Math.cbrt(pool.ranks())) : whole;
  }

  private static MatMul scaled(MatMul whole, double factor) {
    return whole.withShape(
        (int) Math.round(whole.m() * factor),
        (int) Math.round(whole.n() * factor),
        (int) Math.round(whole.k() * factor));
  }

  /** Halved again and again, ascending. */
  private List<MatMul> smaller() {
    List<MatMul> smaller = new ArrayList<>();
    for (int halvings = 1; halvings <= SMALLER_MAX; halvings++) {
      MatMul next = scaled(product, Math.pow(0.5, halvings));
      boolean large = Math.min(next.m(), Math.min(next.n(), next.k())) >= EXTENT_MIN;
      if (large && cutting(next).findAny().isPresent()) {
        smaller.addFirst(next);
      }
    }
    return smaller;
  }

  private Rival rival(RunLine line, RunLine base, Examined examined) {
    Effort given = effort.of((MatMul) line.problem(), examined.ranks());
    Map<String, RepeatLine> references =
        line.equals(base) ? Map.of() : Map.of(References.ONE_DEVICE, base.repeatLine());
    Planned planned = new Planned(line, examined.ranks(), given, references);
    var _ = how.apply(planned);
    return new Rival(planned, examined.obstacle(), how);
  }
}
