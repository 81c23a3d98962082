package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.Environment;
import dev.muster.results.RunWriter;
import dev.muster.results.Store;
import dev.muster.results.report.Report;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.measure.Contest;
import dev.muster.suites.measure.ContestEffort;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much is measured in turns, where it is stored, and how it is printed. */
final class ContestOptions {
  private static final int FORKS_MIN = 2;
  private static final int FORKS_MAX = 100;
  private static final double SECONDS_MIN = 0.01;
  private static final double SECONDS_MAX = 10;

  @Option(
      names = "--forks",
      defaultValue = "5",
      paramLabel = "COUNT",
      description = "Fresh JVMs per kernel and problem (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--time",
      defaultValue = "0.1",
      paramLabel = "SECONDS",
      description = "Length of an iteration at least (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the run is stored (default: results/runs).")
  private Optional<Path> out;

  @Option(
      names = "--dry-run",
      description = "Print the repeat lines and the expected duration, measure nothing.")
  private boolean dryRun;

  @Mixin private FormatOption format;

  /**
   * How much time each row gets.
   *
   * @throws BadInputException naming a bad option and the legal values
   */
  ContestEffort effort() {
    requireRange("--forks", forks, FORKS_MIN, FORKS_MAX);
    requireSeconds(seconds);
    return new ContestEffort(forks, seconds);
  }

  TableFormat format() {
    return format.format();
  }

  static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new BadInputException("bad %s %d; legal: %d to %d".formatted(name, value, min, max));
    }
  }

  static void requireSeconds(double seconds) {
    if (!(seconds >= SECONDS_MIN && seconds <= SECONDS_MAX)) {
      throw new BadInputException(
          "bad --time %s; legal: %s to %s".formatted(seconds, SECONDS_MIN, SECONDS_MAX));
    }
  }

  /**
   * Prints or measures what is planned.
   *
   * @param notes stored with the environment of each result
   * @param contests planned when nobody else measures any more
   * @return the exit code
   */
  int run(Main muster, Map<String, String> notes, Supplier<List<Contest>> contests) {
    TableFormat tableFormat = format.format();
    if (dryRun) {
      new PlannedTable(tableFormat)
          .print(
              contests.get().stream().flatMap(contest -> contest.planned().stream()).toList(),
              muster.console());
      return Main.OK;
    }
    Environment here = Environments.here(notes);
    try (BenchmarkLock _ = BenchmarkLock.take();
        RunWriter writer =
            Store.open(out.orElseGet(Home::runs)).begin(Clock.systemUTC().instant(), here.host())) {
      List<Contest> planned = contests.get();
      MachineNotes.of(here).forEach(muster.console()::note);
      Report report = tableFormat.report(muster.console(), muster.console().notes());
      return new Recording(
              muster,
              here,
              file -> "ended early; the shapes that were done are kept in " + file,
              "ended early, before a shape was done")
          .measure(planned, Map.of(), report, writer);
    }
  }
}
