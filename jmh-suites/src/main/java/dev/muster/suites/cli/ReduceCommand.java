package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import picocli.CommandLine.Command;

/** Measures a reduction to rank 0. */
@Command(
    name = "reduce",
    description =
        "Measure a reduction to rank 0 size by size, with the options and the table of nccl-tests.")
final class ReduceCommand extends CollectiveCommand {
  ReduceCommand() {
    super(CollectiveKind.REDUCE);
  }
}
