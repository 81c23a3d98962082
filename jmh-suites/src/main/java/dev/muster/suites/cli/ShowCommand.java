package dev.muster.suites.cli;

import dev.muster.results.StoredRun;
import dev.muster.results.report.TableFormat;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a stored run again. */
@Command(name = "show", description = "Print a stored run again.")
final class ShowCommand implements Callable<Integer> {

  @ParentCommand private Main muster;

  @Parameters(paramLabel = "FILE", description = "results/runs/<time>-<host>.jsonl")
  private Path file;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    StoredRun run = StoredRun.read(file);
    run.notes().forEach(muster.console()::note);
    tableFormat.report(muster.console(), muster.console().notes()).addAll(run.results());
    return Main.OK;
  }
}
