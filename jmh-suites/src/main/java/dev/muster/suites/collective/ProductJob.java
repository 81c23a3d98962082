package dev.muster.suites.collective;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.mpi.MpiPool;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Timeline;
import dev.muster.suites.RunLine;
import dev.muster.suites.fork.ForkReport;
import dev.muster.suites.fork.PlanFacts;
import dev.muster.suites.fork.TraceEvents;
import dev.muster.suites.measure.Child;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One process of a job that computes a product or a layer again and again: checks it, warms it up,
 * times it. All processes do the same, and agree at every step on whether they go on; the first one
 * answers.
 */
public final class ProductJob {
  /** The first process judges for all. */
  private static final Verdict NOT_HERE = new Verdict(0, 0, "");

  private static final double WARMUP_SECONDS_MAX = 2;
  private static final int REPETITIONS_MIN = 5;
  private static final int REPETITIONS_MAX = 500;

  private final MpiPool pool;
  private final boolean first;
  private final RunLine line;
  private final Problem problem;
  private final double seconds;
  private final Optional<Path> traceFile;

  private ProductJob(Ranks ranks, RunLine line, double seconds, Optional<Path> traceFile) {
    this.pool = (MpiPool) ranks.pool();
    this.first = ranks.first() == 0;
    this.line = line;
    this.problem = line.problem();
    this.seconds = seconds;
    this.traceFile = traceFile;
  }

  /**
   * In each process of the job: family of the library, line, seconds to measure for, and where it
   * leaves a trace, the file.
   */
  public static void main(String[] args) {
    JobRanks ranks = JobRanks.join(args[0]);
    try {
      ForkReport report =
          measure(
              ranks,
              RunLine.parse(args[1]),
              Double.parseDouble(args[2]),
              args.length > 3 ? Optional.of(Path.of(args[3])) : Optional.empty());
      if (ranks.first() == 0) {
        Child.answer(report);
      }
      ranks.close();
    } catch (RuntimeException | Error e) {
      Child.answer(
          ForkReport.without(
              ForkReport.Outcome.FAILED,
              "rank %d: %s".formatted(ranks.first(), String.valueOf(e.getMessage()))));
      ranks.abort();
    }
  }

  /** What is found on this process, which the first one has whole. */
  static ForkReport measure(Ranks ranks, RunLine line, double seconds, Optional<Path> traceFile) {
    return new ProductJob(ranks, line, seconds, traceFile).measure();
  }

  private ForkReport measure() {
    Support support = pool.supports(problem, line.plan(), line.kernel());
    if (pool.sum(support instanceof Support.No ? 1 : 0) > 0) {
      String reason = support instanceof Support.No no ? no.reason() : "another rank cannot";
      return ForkReport.without(ForkReport.Outcome.UNSUPPORTED, reason);
    }
    try (AdvisedArena arena = new AdvisedArena()) {
      Operands operands = problem.allocate(arena, pool.ranks());
      try (BoundPlan bound = pool.bind(problem, line.plan(), line.kernel(), operands)) {
        Verdict verdict = check(bound, operands, problem.exactFill(pool.ranks()));
        if (allCorrect(verdict)) {
          verdict = check(bound, operands, Fill.uniform());
        }
        return allCorrect(verdict) ? timed(bound, operands) : wrong(verdict);
      }
    }
  }

  /** Of the first process, which alone has the whole answer. */
  private Verdict check(BoundPlan bound, Operands operands, Fill fill) {
    problem.fill(operands, fill);
    bound.load();
    bound.run();
    bound.store();
    return first ? problem.judge(operands, fill) : NOT_HERE;
  }

  private boolean allCorrect(Verdict verdict) {
    return pool.sum(verdict.correct() ? 0 : 1) == 0;
  }

  private static ForkReport wrong(Verdict verdict) {
    return new ForkReport(
        ForkReport.Outcome.WRONG,
        verdict.toString(),
        PlanFacts.stored(verdict),
        Map.of(),
        Map.of(),
        List.of());
  }

  private ForkReport timed(BoundPlan bound, Operands operands) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    double warmupSeconds = Math.min(WARMUP_SECONDS_MAX, 2 * seconds);
    while (pool.max(secondsSince(begin, clock)) < warmupSeconds) {
      bound.run();
    }
    // No rank has the others' clock, and ranks that share a core run one after the other: each
    // takes the time until all are done.
    List<Double> samples = new ArrayList<>();
    JobShares shares = new JobShares(pool);
    long repetition = 0;
    long measuring = clock.nanos();
    while (samples.size() < REPETITIONS_MIN
        || (samples.size() < REPETITIONS_MAX
            && pool.max(secondsSince(measuring, clock)) < seconds)) {
      repetition++;
      problem.fill(operands, Fill.uniform().repetition(repetition));
      bound.load();
      bound.run();
      pool.barrier();
      long end = clock.nanos();
      Timeline own = bound.timeline();
      double slowest = pool.max((double) (end - own.startNanos()));
      samples.add(slowest * 1e-9);
      shares.add(own, slowest);
    }
    bound.store();
    Verdict last =
        first ? problem.judge(operands, Fill.uniform().repetition(repetition)) : NOT_HERE;
    if (!allCorrect(last)) {
      return wrong(last);
    }
    traceFile.ifPresent(file -> trace(bound, file));
    Map<String, Double> counters = PlanFacts.counters(problem, line.plan(), pool, bound);
    shares.addTo(counters, PlanFacts.finishesByRank(line.plan(), pool));
    return new ForkReport(
        ForkReport.Outcome.MEASURED,
        "",
        PlanFacts.stored(last),
        PlanFacts.ran(pool, bound),
        counters,
        samples);
  }

  private void trace(BoundPlan bound, Path file) {
    List<String> names = pool.devices().stream().map(Device::id).toList();
    TraceEvents events = TraceEvents.of(line.toString(), names, bound, pool::max);
    if (first) {
      events.write(file);
    }
  }

  private static double secondsSince(long begin, Clock clock) {
    return (clock.nanos() - begin) * 1e-9;
  }
}
