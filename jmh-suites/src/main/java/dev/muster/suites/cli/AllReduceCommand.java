package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import picocli.CommandLine.Command;

/** Measures an all-reduce. */
@Command(
    name = "allreduce",
    description =
        "Measure an all-reduce size by size, with the options and the table of nccl-tests.")
final class AllReduceCommand extends CollectiveCommand {
  AllReduceCommand() {
    super(CollectiveKind.ALL_REDUCE);
  }
}
