package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import picocli.CommandLine.Command;

/** Measures an all-gather. */
@Command(
    name = "allgather",
    description =
        "Measure an all-gather size by size, with the options and the table of nccl-tests.")
final class AllGatherCommand extends CollectiveCommand {
  AllGatherCommand() {
    super(CollectiveKind.ALL_GATHER);
  }
}
