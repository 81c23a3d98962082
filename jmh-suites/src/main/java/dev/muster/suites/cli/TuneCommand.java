package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Searches settings, each kind by a command of its own. */
@Command(
    name = "tune",
    description = "Search the fastest settings on this machine, and keep them.",
    subcommands = {TuneCpuCommand.class, TunePeersCommand.class})
final class TuneCommand implements Callable<Integer> {

  @ParentCommand private Main muster;

  @Override
  public Integer call() {
    throw new BadInputException("nothing to tune; legal: cpu, peers");
  }

  Main muster() {
    return muster;
  }
}
