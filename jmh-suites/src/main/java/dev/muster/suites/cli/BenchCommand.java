package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.results.report.Report;
import dev.muster.suites.RunLine;
import dev.muster.suites.measure.Effort;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Planned;
import dev.muster.suites.measure.Suite;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures repeat lines again, or any other that can be written. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure one or more repeat lines, as any table prints them.")
final class BenchCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "LINE", description = "'problem | plan | pool | kernel'")
  private List<String> lines;

  @Option(
      names = "--forks",
      defaultValue = "5",
      description = "Fresh JVMs per line (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    if (forks < 1 || forks > 100) {
      throw new BadInputException("bad --forks %d; legal: 1 to 100".formatted(forks));
    }
    Console console = new Console();
    Report report = format.format().report(console);
    List<RunLine> parsed = lines.stream().map(RunLine::parse).toList();
    Meter meter = new Meter(Environments.here(), _ -> {});
    boolean allWell = true;
    for (RunLine line : parsed) {
      Result result =
          meter.measure(
              new Planned(Suite.section(line), line, new Effort(forks, 3, 5, 0.3, 60), Map.of()));
      report.add(result);
      allWell &= result.status() == Status.OK || result.status() == Status.UNSUPPORTED;
    }
    return allWell ? Main.OK : Main.WRONG;
  }
}
