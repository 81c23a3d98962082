package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import picocli.CommandLine.Command;

/** Measures an all-to-all. */
@Command(
    name = "alltoall",
    description =
        "Measure an all-to-all size by size, with the options and the table of nccl-tests.")
final class AllToAllCommand extends CollectiveCommand {
  AllToAllCommand() {
    super(CollectiveKind.ALL_TO_ALL);
  }
}
