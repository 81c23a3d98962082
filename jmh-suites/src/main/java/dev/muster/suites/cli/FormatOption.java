package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.report.TableFormat;
import picocli.CommandLine.Option;

/** {@code --format}, the same for every command that prints a table. */
final class FormatOption {
  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "table, json, csv or markdown (default: ${DEFAULT-VALUE}).")
  private String name;

  /**
   * The chosen format.
   *
   * @throws BadInputException naming the legal ones
   */
  TableFormat format() {
    try {
      return TableFormat.parse(name);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
  }
}
