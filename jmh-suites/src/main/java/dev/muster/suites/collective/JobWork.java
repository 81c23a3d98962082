package dev.muster.suites.collective;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.offload.plan.PlanRules;
import dev.muster.results.Result;
import dev.muster.suites.RunLine;
import dev.muster.suites.fork.Feasibility;
import dev.muster.suites.fork.ForkReport;
import dev.muster.suites.measure.Child;
import dev.muster.suites.measure.Effort;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Planned;
import dev.muster.suites.measure.PoolSize;
import dev.muster.suites.measure.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A product or a layer over the processes of an MPI job: a fresh job for each fork.
 *
 * @param planned whose pool is {@code mpi:RANKS} or {@code mpi:RANKS:FAMILY}
 */
public record JobWork(Planned planned, MpiLauncher launcher) implements Work {
  private static final Pattern POOL = Pattern.compile("mpi:(\\d+)(?::([a-z]+))?");
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whether a line is one of these. */
  public static boolean isMeant(RunLine line) {
    return (line.problem() instanceof MatMul || line.problem() instanceof Mlp)
        && POOL.matcher(line.pool()).matches();
  }

  /**
   * The work of a line.
   *
   * @throws BadInputException where plan, ranks or launcher do not fit
   */
  public static JobWork of(RunLine line, Effort effort) {
    Matcher pool = POOL.matcher(line.pool());
    if (!pool.matches()) {
      throw new IllegalArgumentException(line.pool());
    }
    int ranks = PoolSize.of(line.pool());
    return of(new Planned(line, ranks, effort, Map.of()), Optional.ofNullable(pool.group(2)));
  }

  /**
   * The work of what is planned: a job where its pool is one, else itself.
   *
   * @throws BadInputException where plan, ranks or launcher do not fit
   */
  public static Work of(Planned planned) {
    Matcher pool = POOL.matcher(planned.line().pool());
    return isMeant(planned.line()) && pool.matches()
        ? of(planned, Optional.ofNullable(pool.group(2)))
        : planned;
  }

  private static JobWork of(Planned planned, Optional<String> family) {
    RunLine line = planned.line();
    PlanRules.require(line.problem(), line.plan(), planned.ranks());
    Feasibility.requireJobMemory(line, planned.ranks());
    return new JobWork(planned, family.map(MpiLauncher::require).orElseGet(MpiLauncher::any));
  }

  @Override
  public String text() {
    return planned.text();
  }

  @Override
  public double expectedSeconds() {
    return planned.expectedSeconds() + 3.0 * planned.effort().forks();
  }

  @Override
  public List<Result.Key> keys() {
    return planned.keys();
  }

  @Override
  public List<Result> measure(Meter meter) {
    List<ForkReport> forks = new ArrayList<>();
    while (forks.size() < planned.effort().forks()
        && forks.stream().allMatch(fork -> fork.outcome() == ForkReport.Outcome.MEASURED)) {
      forks.add(
          fork(
              forks.size() + 1 == planned.effort().forks() ? meter.traceFile() : Optional.empty()));
    }
    return List.of(meter.resultOf(planned, forks));
  }

  private ForkReport fork(Optional<Path> traceFile) {
    Child.Output output =
        launcher.run(
            planned.ranks(),
            false,
            LIMIT,
            ProductJob.class,
            Stream.concat(
                    Stream.of(
                        launcher.family(),
                        planned.line().toString(),
                        Double.toString(planned.effort().measuredSeconds())),
                    traceFile.stream().map(file -> file.toAbsolutePath().toString()))
                .toArray(String[]::new));
    return output
        .text()
        .lines()
        .filter(line -> line.startsWith("{"))
        .flatMap(line -> parsed(line).stream())
        .reduce((_, later) -> later)
        .orElseGet(() -> ended(output));
  }

  private static Optional<ForkReport> parsed(String line) {
    try {
      return Optional.of(JSON.readValue(line, ForkReport.class));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static ForkReport ended(Child.Output output) {
    return ForkReport.without(
        ForkReport.Outcome.FAILED, "the job %s: %s".formatted(output.ending(), output.lastWords()));
  }
}
