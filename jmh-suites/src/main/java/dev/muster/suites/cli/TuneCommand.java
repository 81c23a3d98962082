package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.results.report.TableFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Searches settings, each kind by a command of its own. */
@Command(
    name = "tune",
    description = "Search the fastest settings on this machine, and keep them.",
    subcommands = {TuneCpuCommand.class, TunePeersCommand.class})
final class TuneCommand implements Callable<Integer> {
  private static final double SECONDS_MIN = 1;
  private static final double SECONDS_MAX = 86_400;

  @ParentCommand private Main muster;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DEVICE",
      description = "A device of OpenCL, e.g. opencl:0; or one of the commands below.")
  private Optional<String> device;

  @Option(
      names = "--dtype",
      defaultValue = "f32",
      paramLabel = "TYPE",
      description = "f32, f64, f16 or bf16 (default: ${DEFAULT-VALUE}).")
  private String dtype;

  @Option(
      names = "--budget",
      defaultValue = "180",
      paramLabel = "SECONDS",
      description = "For all of the search (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--export",
      paramLabel = "FOLDER",
      description = "Gets a copy of what is kept, to be shared.")
  private Optional<Path> export;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    String pool =
        device.orElseThrow(
            () -> new BadInputException("nothing to tune; legal: cpu, peers, or e.g. opencl:0"));
    TableFormat tableFormat = format.format();
    if (!(seconds >= SECONDS_MIN && seconds <= SECONDS_MAX)) {
      throw new BadInputException(
          "bad --budget %s; legal: %s to %s seconds".formatted(seconds, SECONDS_MIN, SECONDS_MAX));
    }
    return new OpenClTuning(pool, DType.parseOfProduct(dtype), seconds, export)
        .search(muster, tableFormat);
  }

  /**
   * What stands before the name of another search would be ignored.
   *
   * @throws BadInputException where there is something
   */
  void requireNothingBefore(String search) {
    List<String> before =
        spec.commandLine().getParseResult().matchedArgs().stream()
            .map(arg -> arg.isOption() ? ((OptionSpec) arg).longestName() : arg.paramLabel())
            .toList();
    if (!before.isEmpty()) {
      throw new BadInputException(
          "%s before '%s' is of the search of a device; legal: tune %s [OPTIONS]"
              .formatted(String.join(", ", before), search, search));
    }
  }

  Main muster() {
    return muster;
  }
}
