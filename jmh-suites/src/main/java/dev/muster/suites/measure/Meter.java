package dev.muster.suites.measure;

import dev.muster.kernels.roofline.Ceiling;
import dev.muster.offload.plan.Plan;
import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.results.stats.ForkMedians;
import dev.muster.suites.CollectiveBenchmark;
import dev.muster.suites.KernelBenchmark;
import dev.muster.suites.PlanBenchmark;
import dev.muster.suites.RooflineBenchmark;
import dev.muster.suites.RunLine;
import dev.muster.suites.fork.DriverWatch;
import dev.muster.suites.fork.ForkReport;
import dev.muster.suites.fork.Forks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Makes one measurement in JMH's forks: a driver that crashes or hangs costs that measurement and
 * nothing else.
 */
public final class Meter {
  private static final double START_SECONDS = 60;

  /** Ctrl-C ends a fork as well, and that may be seen before our own end begins. */
  private static final long DOUBT_MILLIS = 500;

  /** Checks, warm-up and the last operation, which may begin when the time is nearly over. */
  private static final int OPERATIONS_PER_FORK = 8;

  private final Environment environment;
  private final Consumer<Collection<RunResult>> jmhResults;
  private final ToDoubleFunction<Effort> limitSeconds;
  private final Optional<Path> traceFile;
  private final DoubleConsumer share;

  /**
   * @param environment stored with every result
   * @param jmhResults is given what JMH itself found, after each measurement
   */
  public Meter(Environment environment, Consumer<Collection<RunResult>> jmhResults) {
    this(environment, jmhResults, Meter::limitSeconds);
  }

  /**
   * @param limitSeconds how long all forks of a measurement may take before they are ended
   */
  Meter(
      Environment environment,
      Consumer<Collection<RunResult>> jmhResults,
      ToDoubleFunction<Effort> limitSeconds) {
    this(environment, jmhResults, limitSeconds, Optional.empty(), _ -> {});
  }

  private Meter(
      Environment environment,
      Consumer<Collection<RunResult>> jmhResults,
      ToDoubleFunction<Effort> limitSeconds,
      Optional<Path> traceFile,
      DoubleConsumer share) {
    this.environment = environment;
    this.jmhResults = jmhResults;
    this.limitSeconds = limitSeconds;
    this.traceFile = traceFile;
    this.share = share;
  }

  /** The same, whose last fork of a plan leaves the timeline of one more run in a file. */
  public Meter withTrace(Path file) {
    return new Meter(environment, jmhResults, limitSeconds, Optional.of(file), share);
  }

  /**
   * The same, which tells how far it has come with work that has several turns.
   *
   * @param listener is given the share that is done, 0 to 1
   */
  public Meter telling(DoubleConsumer listener) {
    return new Meter(environment, jmhResults, limitSeconds, traceFile, listener);
  }

  /** This share of the work is done. */
  void tell(double done) {
    share.accept(done);
  }

  /** Where the last fork of a plan leaves a timeline. */
  public Optional<Path> traceFile() {
    return traceFile;
  }

  private static double limitSeconds(Effort effort) {
    double operationSeconds = effort.forks() * OPERATIONS_PER_FORK * effort.limitSeconds();
    double buildSeconds = effort.forks() * DriverWatch.beyondUsualSeconds();
    return START_SECONDS + effort.expectedSeconds() + operationSeconds + buildSeconds;
  }

  /** What is stored with every result. */
  Environment environment() {
    return environment;
  }

  /**
   * Runs it and returns when all forks have ended; a fork that fails makes a result that says so.
   */
  public Result measure(Planned planned) {
    Result.Builder builder = builder(planned);
    Result result = measureInFolder(planned, builder);
    if (result.status() == Status.FAILED) {
      pause();
    }
    return result;
  }

  private Result measureInFolder(Planned planned, Result.Builder builder) {
    Path folder = newFolder();
    try {
      return measure(planned, folder, builder);
    } finally {
      delete(folder);
    }
  }

  /** The result of forks that somebody else ran. */
  public Result resultOf(Planned planned, List<ForkReport> forks) {
    return result(planned, builder(planned), List.of(), forks, new ForkLog());
  }

  private Result.Builder builder(Planned planned) {
    Result.Builder builder =
        Result.of(planned.section(), planned.line().repeatLine(), environment)
            .settings(planned.effort().toString())
            .startedAt(Clock.systemUTC().instant());
    planned.references().forEach(builder::reference);
    return builder;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(DOUBT_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Result measure(Planned planned, Path folder, Result.Builder builder) {
    ForkLog log = new ForkLog();
    Collection<RunResult> found = List.of();
    boolean timedOut;
    double limit = limitSeconds.applyAsDouble(planned.effort());
    try (Watchdog watchdog = new Watchdog(limit)) {
      try {
        found = new Runner(options(planned, folder), log).run();
      } catch (RunnerException e) {
        log.println(e.getMessage());
      }
      timedOut = watchdog.barked();
    }
    jmhResults.accept(found);
    List<ForkReport> reports = ForkReport.readAll(folder);
    if (timedOut) {
      return builder.failed("gave no answer within %.0f s and was ended".formatted(limit));
    }
    return result(planned, builder, found, reports, log);
  }

  private static Result result(
      Planned planned,
      Result.Builder builder,
      Collection<RunResult> found,
      List<ForkReport> reports,
      ForkLog log) {
    Optional<ForkReport> bad =
        reports.stream().filter(r -> r.outcome() != ForkReport.Outcome.MEASURED).findFirst();
    if (bad.isPresent()) {
      return switch (bad.get().outcome()) {
        case WRONG -> builder.wrong(bad.get().verdict());
        case UNSUPPORTED -> builder.unsupported(bad.get().reason());
        case FAILED, MEASURED -> builder.failed(bad.get().reason());
      };
    }
    List<List<Double>> seconds = forkSeconds(reports, found);
    if (Math.min(reports.size(), seconds.size()) < planned.effort().forks()) {
      return builder.failed("the process ended early: " + LastWords.of(log.text()));
    }
    ForkReport typical = reports.get(ForkMedians.of(seconds).typical());
    typical.ran().forEach(builder::ran);
    typical.counters().forEach(builder::counter);
    return builder.verdict(typical.verdict()).measured(seconds);
  }

  /** Those that a pool took itself, else those of JMH, which has none of a fork that crashed. */
  private static List<List<Double>> forkSeconds(
      List<ForkReport> reports, Collection<RunResult> found) {
    List<List<Double>> pools = reports.stream().map(ForkReport::sampleSeconds).toList();
    return pools.stream().allMatch(List::isEmpty) ? forkSeconds(found) : pools;
  }

  private static List<List<Double>> forkSeconds(Collection<RunResult> found) {
    List<List<Double>> forks = new ArrayList<>();
    for (RunResult run : found) {
      for (BenchmarkResult fork : run.getBenchmarkResults()) {
        forks.add(
            fork.getIterationResults().stream()
                .map(IterationResult::getPrimaryResult)
                .map(result -> result.getScore() * 1e-6)
                .toList());
      }
    }
    return forks;
  }

  private Options options(Planned planned, Path folder) {
    Effort effort = planned.effort();
    TimeValue time = TimeValue.microseconds((long) (effort.iterationSeconds() * 1e6));
    return new OptionsBuilder()
        .include("^" + Pattern.quote(benchmark(planned.line()).getName()) + "\\.")
        .param("line", planned.line().toString())
        .threads(planned.threads())
        .forks(effort.forks())
        .warmupIterations(effort.warmupCount())
        .warmupTime(time)
        .measurementIterations(effort.iterationCount())
        .measurementTime(time)
        .timeUnit(TimeUnit.MICROSECONDS)
        .timeout(TimeValue.minutes(10))
        .jvmArgs(jvmArguments(effort, folder))
        .build();
  }

  private String[] jvmArguments(Effort effort, Path folder) {
    return Stream.concat(
            Stream.of(
                "-D" + ForkReport.FOLDER + "=" + folder,
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "-D" + Forks.LIMIT + "=" + effort.limitSeconds()),
            traceFile.stream().map(file -> "-D" + Forks.TRACE + "=" + file.toAbsolutePath()))
        .toArray(String[]::new);
  }

  /** The benchmark that a line means: a kernel where the plan is empty, else a plan on a pool. */
  static Class<?> benchmark(RunLine line) {
    if (line.problem() instanceof Ceiling) {
      return RooflineBenchmark.class;
    }
    if (line.plan().equals(Plan.NONE)) {
      return KernelBenchmark.class;
    }
    return line.plan().splits().isEmpty() ? CollectiveBenchmark.class : PlanBenchmark.class;
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("muster-forks");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
