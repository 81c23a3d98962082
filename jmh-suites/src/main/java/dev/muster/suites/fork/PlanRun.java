package dev.muster.suites.fork;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.RankFailedException;
import dev.muster.results.Counters;
import dev.muster.suites.RunLine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One plan on one pool, checked and ready. Each repetition has new operands, and its time is that
 * of the pool: from the barrier to the slowest rank.
 */
public final class PlanRun implements AutoCloseable {
  private final RunLine line;
  private final Pool pool;
  private final AdvisedArena arena = new AdvisedArena();
  private final Operands operands;
  private final BoundPlan bound;
  private final PowerWatch power;
  private final DriverWatch watch;
  private final Samples samples = new Samples();
  private Verdict verdict;
  private long repetition;

  private PlanRun(RunLine line, Pool pool) {
    this.line = line;
    this.pool = pool;
    this.power = new PowerWatch(pool.devices());
    Problem problem = line.problem();
    if (Feasibility.of(line, pool) instanceof Support.No no) {
      throw Forks.unsupported(no.reason());
    }
    this.watch = new DriverWatch(line.pool());
    WarmUp.before(
        line,
        pool.ranks(),
        (small, smallOperands) -> pool.bind(small, line.plan(), line.kernel(), smallOperands),
        watch);
    this.operands = problem.allocate(arena, pool.ranks());
    this.bound = watch.bind(() -> pool.bind(problem, line.plan(), line.kernel(), operands));
    this.verdict = Checks.check(problem, operands, bound, pool.ranks(), watch);
    if (!verdict.correct()) {
      throw Forks.wrong(verdict);
    }
  }

  /** Opens, binds and checks. */
  public static PlanRun open(String text) {
    return Forks.reportingFailure(
        () -> {
          RunLine line = RunLine.parse(text);
          return new PlanRun(line, Pools.open(line.pool()));
        });
  }

  /** Gives the operands new values, so that no cache holds what the last repetition left. */
  public void renewOperands() {
    repetition++;
    line.problem().fill(operands, Fill.uniform().repetition(repetition));
    bound.load();
  }

  /** One repetition. */
  public void run() {
    bound.run();
  }

  /** Keeps the time of the last repetition. */
  public void keepSample() {
    samples.add(bound.timeline());
  }

  /** Forgets what was kept so far: the warm-up is over. */
  public void beginMeasuring() {
    samples.clear();
  }

  /** Checks the answer of the last repetition and tells all that was found. */
  public void report() {
    Map<String, String> ran = PlanFacts.ran(pool, bound);
    Map<String, Double> counters = counters();
    bound.store();
    Verdict last = line.problem().judge(operands, Fill.uniform().repetition(repetition));
    if (!last.correct()) {
      throw Forks.wrong(last);
    }
    verdict = last;
    power.during(bound::run);
    power.addTo(counters, ran);
    phaseSeconds().forEach((phase, seconds) -> counters.put(Counters.phase(phase), seconds));
    Forks.measured(verdict, ran, counters, samples.seconds());
    Forks.traceFile().ifPresent(this::trace);
  }

  /** What was measured stays, whatever a driver makes of being looked at. */
  private Map<String, Double> phaseSeconds() {
    try {
      return bound.phaseSeconds();
    } catch (RankFailedException _) {
      return Map.of();
    }
  }

  private void trace(Path file) {
    List<String> ranks = pool.devices().stream().map(Device::id).toList();
    TraceEvents.of(line.toString(), ranks, bound, own -> own).write(file);
  }

  private Map<String, Double> counters() {
    Map<String, Double> counters = PlanFacts.counters(line.problem(), line.plan(), pool, bound);
    counters.put("repetitions", (double) samples.count());
    counters.put(Counters.COMPUTE_SHARE, samples.meanComputeShare());
    counters.put(Counters.COMMUNICATION_SHARE, samples.meanCommunicationShare());
    switch (line.problem()) {
      case Collective collective -> counters.put(Counters.COUNT, (double) collective.count());
      case MatMul _, Mlp _ -> {
        counters.put(Counters.IMBALANCE, samples.meanImbalance());
        if (PlanFacts.finishesByRank(line.plan(), pool)) {
          counters.put(Counters.FINISH_APART, samples.finishApart());
        }
      }
      default -> {}
    }
    watch.addTo(counters);
    return counters;
  }

  @Override
  public void close() {
    bound.close();
    pool.close();
    arena.close();
  }
}
