package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.RunLine;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.measure.Effort;
import dev.muster.suites.measure.Examination;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Planned;
import dev.muster.suites.measure.PoolSize;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Measures repeat lines again, or any other that can be written. */
@Command(
    name = "bench",
    description = "Measure one or more repeat lines, as any table prints them.")
final class BenchCommand implements Callable<Integer> {
  private static final int FORKS_MAX = 100;

  @ParentCommand private Main muster;

  @Parameters(arity = "1..*", paramLabel = "LINE", description = "'problem | plan | pool | kernel'")
  private List<String> lines;

  @Option(
      names = "--forks",
      defaultValue = "5",
      paramLabel = "COUNT",
      description = "Fresh JVMs per line (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    requireForks(forks);
    return measure(
        muster,
        lines.stream().map(line -> RunLine.parse(line, PoolSize::of)).toList(),
        forks,
        tableFormat);
  }

  static void requireForks(int forks) {
    if (forks < 1 || forks > FORKS_MAX) {
      throw new BadInputException("bad --forks %d; legal: 1 to %d".formatted(forks, FORKS_MAX));
    }
  }

  /** One table of all lines. */
  static int measure(Main muster, List<RunLine> lines, int forks, TableFormat format) {
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      List<Planned> planned = Examination.plan(lines, new Effort(forks, 3, 5, 0.3, 60));
      Meter meter = new Meter(Environments.here(Map.of()), _ -> {});
      muster.interruption().say(muster.console()::endProgress);
      return new Session(
              muster, meter, format.report(muster.console(), muster.console().notes()), _ -> {})
          .measure(planned, Map.of());
    }
  }
}
