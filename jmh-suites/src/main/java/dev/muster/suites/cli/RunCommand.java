package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.RunWriter;
import dev.muster.results.Store;
import dev.muster.results.StoredRun;
import dev.muster.results.report.Report;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Discovery;
import dev.muster.suites.measure.Planned;
import dev.muster.suites.measure.Suite;
import dev.muster.suites.measure.SuiteSize;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job: measures all that was found, one device and a pool of them. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Measure this machine: one device, a pool of them, and how well the pool scales.")
final class RunCommand implements Callable<Integer> {

  @Option(names = "--quick", description = "At most three minutes on two cores, two forks each.")
  private boolean quick;

  @Option(names = "--setup", description = "Install first what is missing; the launcher does it.")
  private boolean setup;

  @Option(names = "--yes", description = "With --setup: do not ask.")
  private boolean yes;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Measure only lines that contain TEXT, or sections of that name; repeatable.")
  private List<String> only = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the run is stored (default: results/runs).")
  private Optional<Path> out;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = "Go on with a stored run: measure only what it lacks.")
  private Optional<Path> resume;

  @Option(
      names = "--dry-run",
      description = "Print the repeat lines and the expected duration, measure nothing.")
  private boolean dryRun;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    Console console = new Console();
    var tableFormat = format.format();
    if (setup || yes) {
      throw new BadInputException("the launcher does --setup; legal: ./muster run --setup [--yes]");
    }
    if (resume.isPresent() && out.isPresent()) {
      throw new BadInputException(
          "--resume goes on in its own file; legal: it, or --out, not both");
    }
    Optional<StoredRun> stored = resume.map(StoredRun::read);
    Environment environment = Environments.here();
    MachineNotes.of(environment).forEach(console::note);
    List<Discovered> found = Discovery.all();
    new FoundTable(tableFormat)
        .print(found, format.forScripts() ? new NoteLines(console) : console);
    List<Planned> planned = select(new Suite(size(), found).planned());
    if (dryRun) {
      return print(planned, console);
    }
    Report report = tableFormat.report(console);
    stored.ifPresent(run -> showAgain(run, report, console));
    Set<Result.Key> done = stored.map(StoredRun::done).orElse(Set.of());
    List<Planned> left = planned.stream().filter(each -> !done.contains(each.key())).toList();
    try (RunWriter writer = writer(stored, environment)) {
      return new Session(console, environment, writer, report).measure(left);
    }
  }

  private SuiteSize size() {
    return quick ? SuiteSize.quick() : SuiteSize.full();
  }

  private List<Planned> select(List<Planned> all) {
    List<Planned> selected =
        all.stream()
            .filter(each -> only.isEmpty() || only.stream().anyMatch(text -> matches(each, text)))
            .toList();
    if (selected.isEmpty()) {
      throw new BadInputException(
          "nothing matches --only %s; legal: %s, or a part of a line that --dry-run prints"
              .formatted(
                  String.join(" ", only),
                  all.stream().map(Planned::section).distinct().collect(Collectors.joining(", "))));
    }
    return selected;
  }

  private static boolean matches(Planned planned, String text) {
    return planned.section().equals(text) || planned.line().toString().contains(text);
  }

  private static int print(List<Planned> planned, Console console) {
    double seconds = 0;
    for (Planned each : planned) {
      console.append(each.line() + "\n");
      seconds += each.effort().expectedSeconds();
    }
    Duration expected = Duration.ofSeconds(Math.round(seconds));
    console.note("%d lines, about %s minutes".formatted(planned.size(), Progress.text(expected)));
    return Main.OK;
  }

  private static void showAgain(StoredRun run, Report report, Console console) {
    run.notes().forEach(console::note);
    run.results().forEach(report::add);
  }

  private RunWriter writer(Optional<StoredRun> stored, Environment environment) {
    return stored
        .map(RunWriter::resume)
        .orElseGet(
            () ->
                Store.open(out.orElseGet(() -> Environments.Home.folder().resolve("results/runs")))
                    .begin(Clock.systemUTC().instant(), environment.host()));
  }
}
