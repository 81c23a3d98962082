package dev.muster.suites.fork;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.results.Counters;
import dev.muster.suites.RunLine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One plan on one pool, checked and ready. Each repetition has new operands, and its time is that
 * of the pool: from the barrier to the slowest rank.
 */
public final class PlanRun implements AutoCloseable {
  /** What looks closer is compiled, or loaded at least. */
  private static final int TRACED_RUNS_BEFORE = 20;

  private final RunLine line;
  private final Pool pool;
  private final AdvisedArena arena = new AdvisedArena();
  private final Operands operands;
  private final BoundPlan bound;
  private final Samples samples = new Samples();
  private Verdict verdict;
  private long repetition;

  private PlanRun(RunLine line, Pool pool) {
    this.line = line;
    this.pool = pool;
    Problem problem = line.problem();
    if (Feasibility.of(line, pool) instanceof Support.No no) {
      throw Forks.unsupported(no.reason());
    }
    WarmUp.before(
        line,
        pool.ranks(),
        (small, smallOperands) -> pool.bind(small, line.plan(), line.kernel(), smallOperands));
    this.operands = problem.allocate(arena, pool.ranks());
    this.bound = pool.bind(problem, line.plan(), line.kernel(), operands);
    this.verdict = Checks.check(problem, operands, bound, pool.ranks());
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
    bound.store();
    Verdict last = line.problem().judge(operands, Fill.uniform().repetition(repetition));
    if (!last.correct()) {
      throw Forks.wrong(last);
    }
    verdict = last;
    Forks.traceFile().ifPresent(this::trace);
    Forks.measured(verdict, ran(), counters(), samples.seconds());
  }

  private void trace(Path file) {
    List<String> ranks = pool.devices().stream().map(Device::id).toList();
    for (int run = 0; run < TRACED_RUNS_BEFORE; run++) {
      var _ = bound.trace();
    }
    new TraceEvents(line.toString(), ranks, bound.trace()).write(file);
  }

  private Map<String, String> ran() {
    Map<String, String> ran = new HashMap<>();
    ran.put("kernel", bound.description());
    for (int rank = 0; rank < pool.ranks(); rank++) {
      Device device = pool.devices().get(rank);
      ran.put("rank" + rank, device.id() + ": " + device.description());
    }
    if (!pool.notes().isEmpty()) {
      ran.put("notes", pool.notes().stream().collect(Collectors.joining("; ")));
    }
    return ran;
  }

  private Map<String, Double> counters() {
    Map<String, Double> counters = new HashMap<>();
    counters.put(Counters.FLOPS, line.problem().flops());
    counters.put(Counters.BYTES, (double) line.problem().bytes());
    counters.put(Counters.WIRE_BYTES, (double) bound.wireBytes());
    counters.put(Counters.RANKS, (double) pool.ranks());
    counters.put("repetitions", (double) samples.count());
    counters.put(Counters.COMPUTE_SHARE, samples.meanComputeShare());
    counters.put(Counters.COMMUNICATION_SHARE, samples.meanCommunicationShare());
    switch (line.problem()) {
      case Collective collective -> counters.put(Counters.COUNT, (double) collective.count());
      case MatMul product -> {
        ProductFacts facts = ProductFacts.of(product, line.plan(), pool.ranks());
        counters.put(Counters.IMBALANCE, samples.meanImbalance());
        counters.put(Counters.OVER_BOUND, facts.overBound());
      }
      default -> {}
    }
    return counters;
  }

  @Override
  public void close() {
    bound.close();
    pool.close();
    arena.close();
  }
}
