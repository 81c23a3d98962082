package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures an all-reduce. */
@Command(
    name = "allreduce",
    description =
        "Measure an all-reduce size by size, with the options and the table of nccl-tests.")
final class AllReduceCommand extends CollectiveCommand {
  /** The least number that 1, 2, 3, 4 and 8 ranks share out evenly. */
  private static final int BLOCKS = 24;

  @Option(
      names = "--reproducible",
      description =
          "Combine 24 vectors, shared out to the ranks, in one fixed tree: the same bits on any"
              + " number of ranks up to 24. Beside it, for the price, --algorithm's order.")
  private boolean reproducible;

  AllReduceCommand() {
    super(CollectiveKind.ALL_REDUCE);
  }

  @Override
  int blocks() {
    return reproducible ? BLOCKS : 0;
  }
}
