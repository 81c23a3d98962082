package dev.muster.suites;

import dev.muster.suites.fork.Forks;
import dev.muster.suites.fork.KernelRun;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.infra.ThreadParams;

/** JMH times one kernel on one device, with the operands in its memory. */
@State(Scope.Thread)
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
public abstract class TimedKernel {
  private KernelRun run;
  private final WarmUpEnd warmUpEnd = new WarmUpEnd();

  /** The repeat line, a parameter of the benchmark. */
  protected abstract String line();

  @Setup(Level.Trial)
  public void open(ThreadParams thread) {
    run = KernelRun.open(line(), thread.getThreadIndex());
  }

  @Setup(Level.Iteration)
  public void notePhase(IterationParams iteration) {
    if (warmUpEnd.isAt(iteration)) {
      run.beginMeasuring();
    }
  }

  @Benchmark
  public void kernel() {
    run.run();
  }

  @TearDown(Level.Trial)
  public void report(BenchmarkParams benchmark) {
    run.report(benchmark.getThreads());
    run.close();
  }
}
