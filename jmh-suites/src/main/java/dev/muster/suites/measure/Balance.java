package dev.muster.suites.measure;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.plan.EqualFinish;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.SpeedCurve;
import dev.muster.offload.plan.Split;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.Timeline;
import dev.muster.offload.pool.Timeline.Span;
import dev.muster.offload.pool.UnsupportedPoolException;
import dev.muster.suites.RunLine;
import dev.muster.suites.fork.Feasibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shares of the rows of a product for ranks that are not alike, so that they finish together.
 *
 * <p>All ranks compute at once, as they will: first equal shares, then those that would finish
 * together by the times so far, and so on until they do. Each round is one more point of each
 * device's time by the size of its share. In a process of its own, since a driver is loaded.
 */
public final class Balance {
  /** The word that stands for the splits. */
  public static final String NAME = "weighted";

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int ROUNDS_MAX = 8;
  private static final int RUNS = 7;
  private static final double WARMUP_SECONDS = 1.5;

  /** Finish times within this are the same. */
  private static final double NEAR = 0.02;

  private final MatMul product;
  private final Pool pool;
  private final String kernel;

  private Balance(MatMul product, Pool pool, String kernel) {
    this.product = product;
    this.pool = pool;
    this.kernel = kernel;
  }

  /** What the child answers. */
  record Answer(List<Integer> rows, String complaint) {}

  /**
   * The plan by which the ranks of a pool finish together: measured here and now, when nobody else
   * measures.
   *
   * @throws BadInputException where the pool cannot compute the product by rows
   */
  public static Plan plan(MatMul product, String pool, String kernel) {
    Child.Answer child;
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      child =
          Child.run(
                  Child.command(List.of(), Balance.class, product.text(), pool, kernel),
                  Map.of(),
                  LIMIT)
              .answer();
    }
    Answer answer =
        child
            .read(Answer.class)
            .orElseGet(
                () ->
                    new Answer(
                        List.of(),
                        "looking for shares on '%s' %s".formatted(pool, child.ending())));
    if (!answer.complaint.isEmpty()) {
      throw new BadInputException(answer.complaint);
    }
    return plan(answer.rows);
  }

  private static Plan plan(List<Integer> rows) {
    return rows.size() == 1
        ? Plan.NONE
        : new Plan(List.of(new Split(Split.Mode.P, Split.Dimension.M, rows)), Optional.empty());
  }

  /** In the process of the child: product, pool, kernel. */
  public static void main(String[] args) {
    try (Pool pool = Pools.open(args[1])) {
      MatMul product = (MatMul) Problems.parse(args[0]);
      Child.answer(new Answer(new Balance(product, pool, args[2]).rows(), ""));
    } catch (UnsupportedPoolException | IllegalArgumentException e) {
      Child.answer(new Answer(List.of(), e.getMessage()));
    }
  }

  private List<Integer> rows() {
    int ranks = pool.ranks();
    if (ranks > product.m()) {
      throw new BadInputException(
          "strategy '%s' has no plan of %d rows for %d ranks; legal: up to %d"
              .formatted(NAME, product.m(), ranks, product.m()));
    }
    List<Integer> rows = even(ranks);
    if (ranks == 1) {
      return rows;
    }
    RunLine line = new RunLine(product, plan(rows), pool.text(), kernel);
    if (Feasibility.of(line, pool) instanceof Support.No no) {
      throw new BadInputException(no.reason());
    }
    return balanced(rows);
  }

  private List<Integer> even(int ranks) {
    return IntStream.range(0, ranks)
        .map(rank -> product.m() / ranks + (rank < product.m() % ranks ? 1 : 0))
        .boxed()
        .toList();
  }

  private List<Integer> balanced(List<Integer> even) {
    List<List<SpeedCurve.Point>> points =
        even.stream().<List<SpeedCurve.Point>>map(_ -> new ArrayList<>()).toList();
    List<Integer> rows = even;
    List<Integer> best = even;
    double bestSeconds = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<Double> seconds = seconds(rows);
      double slowest = Collections.max(seconds);
      if (slowest < bestSeconds) {
        bestSeconds = slowest;
        best = rows;
      }
      if (slowest - Collections.min(seconds) <= NEAR * slowest) {
        return best;
      }
      for (int rank = 0; rank < rows.size(); rank++) {
        points.get(rank).add(new SpeedCurve.Point(rows.get(rank), seconds.get(rank)));
      }
      rows = EqualFinish.shares(points.stream().map(SpeedCurve::new).toList(), product.m());
    }
    return best;
  }

  /** The median time of each rank with these shares, all at once. */
  private List<Double> seconds(List<Integer> rows) {
    try (AdvisedArena arena = new AdvisedArena()) {
      Operands operands = product.allocate(arena, rows.size());
      product.fill(operands, Fill.uniform());
      try (BoundPlan bound = pool.bind(product, plan(rows), kernel, operands)) {
        bound.load();
        Clock clock = Clock.real();
        long begin = clock.nanos();
        do {
          bound.run();
        } while ((clock.nanos() - begin) * 1e-9 < WARMUP_SECONDS);
        List<Timeline> runs = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
          bound.run();
          runs.add(bound.timeline());
        }
        return IntStream.range(0, rows.size()).mapToObj(rank -> median(rank, runs)).toList();
      }
    }
  }

  private static double median(int rank, List<Timeline> runs) {
    double[] sorted =
        runs.stream()
            .mapToDouble(run -> run.spans().get(rank).stream().mapToLong(Span::nanos).sum() * 1e-9)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }
}
