package dev.muster.suites;

import dev.muster.suites.fork.Forks;
import dev.muster.suites.fork.PlanRun;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * JMH times one plan on one pool. What JMH prints includes waking the ranks; what {@code muster}
 * stores is the pool's own time, from the barrier to the slowest rank.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-XX:+UseSerialGC",
      Forks.NO_TIER_2,
      Forks.QUIETLY,
      Forks.COMPILES_IN_FRONT,
      Forks.INLINES,
      "-Xss8m"
    })
public abstract class TimedPlan {

  private PlanRun run;
  private final WarmUpEnd warmUpEnd = new WarmUpEnd();

  /** The repeat line, a parameter of the benchmark. */
  protected abstract String line();

  @Setup(Level.Trial)
  public void open() {
    run = PlanRun.open(line());
  }

  @Setup(Level.Iteration)
  public void notePhase(IterationParams iteration) {
    if (warmUpEnd.isAt(iteration)) {
      run.beginMeasuring();
    }
  }

  @Setup(Level.Invocation)
  public void renewOperands() {
    run.renewOperands();
  }

  @Benchmark
  public void plan() {
    run.run();
  }

  @TearDown(Level.Invocation)
  public void keepSample() {
    run.keepSample();
  }

  @TearDown(Level.Trial)
  public void report() {
    run.report();
    run.close();
  }
}
