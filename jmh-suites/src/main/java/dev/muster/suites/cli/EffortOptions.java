package dev.muster.suites.cli;

import dev.muster.suites.measure.Effort;
import picocli.CommandLine.Option;

/** How long each line is measured, the same for every command that takes lines one by one. */
final class EffortOptions {
  private static final int FORKS_MAX = 100;
  private static final int WARMUP_COUNT = 3;
  private static final int ITERATION_COUNT = 5;
  private static final double LIMIT_SECONDS = 60;

  @Option(
      names = "--forks",
      defaultValue = "5",
      paramLabel = "COUNT",
      description =
          "Fresh JVMs per line (default: ${DEFAULT-VALUE}); as a rank of an MPI job, its own.")
  private int forks;

  @Option(
      names = "--time",
      defaultValue = "0.3",
      paramLabel = "SECONDS",
      description = "Length of an iteration at least (default: ${DEFAULT-VALUE}).")
  private double seconds;

  /**
   * The chosen effort.
   *
   * @throws dev.muster.kernels.problem.BadInputException naming a bad option and the legal values
   */
  Effort effort() {
    requireForks(forks);
    ContestOptions.requireSeconds(seconds);
    return new Effort(forks, WARMUP_COUNT, ITERATION_COUNT, seconds, LIMIT_SECONDS);
  }

  static void requireForks(int forks) {
    ContestOptions.requireRange("--forks", forks, 1, FORKS_MAX);
  }
}
