package dev.muster.suites.cli;

import dev.muster.results.StoredRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a stored run again. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Print a stored run again.")
final class ShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "results/runs/<time>-<host>.jsonl")
  private Path file;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    Console console = new Console();
    StoredRun run = StoredRun.read(file);
    run.notes().forEach(console::note);
    format.format().report(console).addAll(run.results());
    return Main.OK;
  }
}
