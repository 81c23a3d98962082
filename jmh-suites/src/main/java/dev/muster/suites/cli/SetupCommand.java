package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stands in the help; the launcher does the work, since there may be no JDK before it has. */
@Command(
    name = "setup",
    description = "Install what is missing, through the system's package manager.")
final class SetupCommand implements Callable<Integer> {

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() {
    throw new BadInputException(
        "the launcher does this; legal: ./muster setup" + (yes ? " --yes" : ""));
  }
}
