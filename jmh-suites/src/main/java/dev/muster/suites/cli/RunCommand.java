package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.RunWriter;
import dev.muster.results.Store;
import dev.muster.results.report.Report;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Discovery;
import dev.muster.suites.measure.Planned;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The main job: measures all that was found, one device and a pool of them. */
@Command(
    name = "run",
    description = "Measure this machine: one device, a pool of them, and how well the pool scales.")
final class RunCommand implements Callable<Integer> {

  @ParentCommand private Main muster;

  @Option(names = "--quick", description = "At most three minutes on two cores, with few forks.")
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
      description = "Go on with a stored run as it began: measure only what it lacks.")
  private Optional<Path> resume;

  @Option(
      names = "--dry-run",
      description = "Print the repeat lines and the expected duration, measure nothing.")
  private boolean dryRun;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    if (setup || yes) {
      throw new BadInputException("the launcher does --setup; legal: ./muster run --setup [--yes]");
    }
    if (resume.isPresent() && out.isPresent()) {
      throw new BadInputException(
          "a run goes on in its own file; legal: --resume or --out, not both");
    }
    RunScope typed = new RunScope(quick ? SuiteChoice.QUICK : SuiteChoice.FULL, only);
    Optional<Resumption> resumption = resume.map(Resumption::of);
    resumption.ifPresent(it -> it.requireNothingElse(typed));
    RunScope scope = resumption.map(Resumption::scope).orElse(typed);
    return dryRun ? print(scope, resumption, tableFormat) : measure(scope, resumption, tableFormat);
  }

  private int print(RunScope scope, Optional<Resumption> resumption, TableFormat tableFormat) {
    Map<Result.Key, Result> known = known(resumption);
    List<Planned> missing =
        scope.plan(Discovery.all()).stream()
            .filter(each -> !known.containsKey(each.key()))
            .toList();
    new PlannedTable(tableFormat).print(missing, muster.console());
    return Main.OK;
  }

  private int measure(RunScope scope, Optional<Resumption> resumption, TableFormat tableFormat) {
    Environment here = Environments.here(scope.notes());
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      return measureAlone(scope, resumption.map(Resumption::again), here, tableFormat);
    }
  }

  /** Nobody else writes to the run that is gone on with. */
  private int measureAlone(
      RunScope scope, Optional<Resumption> resumption, Environment here, TableFormat tableFormat) {
    resumption.ifPresent(it -> it.requireSameMachine(here));
    try (RunWriter writer = writer(resumption, here)) {
      resumption.ifPresent(it -> it.notes(here).forEach(muster.console()::note));
      MachineNotes.of(here).forEach(muster.console()::note);
      List<Planned> planned = new PeerTuning(muster).atTheirBest(scope, scope.plan(find()));
      Report report = tableFormat.report(muster.console(), muster.console().notes());
      resumption.ifPresent(it -> showBeyond(it, planned, report));
      return new Recording(
              muster,
              here,
              "ended early; what was measured is kept. Go on with: ./muster run --resume '%s'"
                  ::formatted,
              "ended early, before anything was measured")
          .measure(planned, known(resumption), report, writer);
    }
  }

  private RunWriter writer(Optional<Resumption> resumption, Environment here) {
    return resumption
        .map(it -> RunWriter.resume(it.run()))
        .orElseGet(
            () ->
                Store.open(out.orElseGet(Home::runs))
                    .begin(Clock.systemUTC().instant(), here.host()));
  }

  private List<Discovered> find() {
    List<Discovered> found = Discovery.all();
    FoundTable.inShort().print(found, muster.console().notes());
    FoundTable.howToGetMore(found).ifPresent(muster.console()::note);
    return found;
  }

  private static Map<Result.Key, Result> known(Optional<Resumption> resumption) {
    return resumption.map(Resumption::known).orElse(Map.of());
  }

  private void showBeyond(Resumption resumption, List<Planned> planned, Report report) {
    resumption.run().notes().forEach(muster.console()::note);
    resumption.beyond(planned).forEach(report::add);
  }
}
