package dev.muster.suites.fork;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.results.Counters;
import dev.muster.suites.RunLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One kernel on one device, checked and ready to be timed by JMH. For one thread. */
public final class KernelRun implements AutoCloseable {
  private final RunLine line;
  private final int thread;
  private final Pool pool;
  private final AdvisedArena arena = new AdvisedArena();
  private final BoundKernel bound;
  private final Verdict verdict;
  private final PowerWatch power;
  private final DriverWatch watch;

  private KernelRun(RunLine line, int thread, Pool pool) {
    this.line = line;
    this.thread = thread;
    this.pool = pool;
    this.power = new PowerWatch(thread == 0 ? pool.devices() : List.of());
    Problem problem = line.problem();
    if (Feasibility.of(line, pool) instanceof Support.No no) {
      throw Forks.unsupported(no.reason());
    }
    if (alone()) {
      pin();
    }
    Kernel kernel = Feasibility.kernel(line, pool);
    this.watch = new DriverWatch(line.pool());
    WarmUp.before(line, 1, kernel::bind, watch);
    Operands operands = problem.allocate(arena, 1);
    this.bound = watch.bind(() -> kernel.bind(problem, operands));
    this.verdict = Checks.check(problem, operands, bound, 1, watch);
    if (!verdict.correct()) {
      throw Forks.wrong(verdict);
    }
    if (!alone()) {
      pin();
    }
  }

  /** True where the calling thread does all the work. */
  private boolean alone() {
    return Feasibility.threads(line, pool) == 1;
  }

  /** To the core that this thread works as; a device whose driver has threads has no core. */
  private void pin() {
    pool.devices().get(thread % pool.ranks()).core().ifPresent(Affinity::pin);
  }

  /**
   * Opens, binds and checks.
   *
   * @param text the repeat line
   * @param thread number of the calling thread; it is pinned to the core that it works as: before
   *     anything else where it works alone, else after the first run, since the threads that a
   *     library starts would inherit its one core
   */
  public static KernelRun open(String text, int thread) {
    return Forks.reportingFailure(
        () -> {
          RunLine line = RunLine.parse(text);
          Pool pool = Pools.open(line.pool());
          return new KernelRun(line, thread, pool);
        });
  }

  /** The warm-up is over. */
  public void beginMeasuring() {
    power.begin();
  }

  /** What JMH times. */
  public void run() {
    bound.run();
  }

  /** Tells what ran; once per process. */
  public void report(int threads) {
    if (thread == 0) {
      Device device = pool.devices().getFirst();
      Map<String, String> ran = new HashMap<>();
      ran.put("kernel", bound.description());
      ran.put("device", device.id() + ": " + device.description());
      ran.put("threads", Integer.toString(Math.max(threads, Feasibility.threads(line, pool))));
      PlanFacts.addNotes(pool, ran);
      Map<String, Double> counters = new HashMap<>();
      counters.put(Counters.FLOPS, threads * line.problem().flops());
      counters.put(Counters.BYTES, (double) threads * line.problem().bytes());
      counters.put(Counters.RANKS, (double) Math.max(threads, Feasibility.threads(line, pool)));
      bound
          .phaseSeconds()
          .forEach((phase, seconds) -> counters.put(Counters.phase(phase), seconds));
      watch.addTo(counters);
      power.addTo(counters, ran);
      Forks.measured(verdict, ran, counters, List.of());
    }
  }

  @Override
  public void close() {
    bound.close();
    pool.close();
    arena.close();
  }
}
