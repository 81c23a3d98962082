package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import picocli.CommandLine.Command;

/** Measures a reduce-scatter. */
@Command(
    name = "reducescatter",
    description =
        "Measure a reduce-scatter size by size, with the options and the table of nccl-tests.")
final class ReduceScatterCommand extends CollectiveCommand {
  ReduceScatterCommand() {
    super(CollectiveKind.REDUCE_SCATTER);
  }
}
