package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.results.report.TableFormat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Searches settings, each kind by a command of its own. */
@Command(
    name = "tune",
    description = "Search the fastest settings on this machine, and keep them.",
    subcommands = {TuneCpuCommand.class, TunePeersCommand.class})
final class TuneCommand implements Callable<Integer> {
  private static final double SECONDS_MIN = 1;
  private static final double SECONDS_MAX = 86_400;

  @ParentCommand private Main muster;

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
    new OpenClTuning(pool, DType.parseOfProduct(dtype), seconds, export)
        .search(muster.console(), tableFormat);
    return Main.OK;
  }

  Main muster() {
    return muster;
  }
}
