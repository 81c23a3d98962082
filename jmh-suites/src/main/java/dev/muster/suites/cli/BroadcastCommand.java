package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import picocli.CommandLine.Command;

/** Measures a broadcast from rank 0. */
@Command(
    name = "broadcast",
    description =
        "Measure a broadcast from rank 0 size by size, with the options and the table of nccl-tests.")
final class BroadcastCommand extends CollectiveCommand {
  BroadcastCommand() {
    super(CollectiveKind.BROADCAST);
  }
}
