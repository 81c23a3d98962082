package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.vector.VectorBits;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.inspect.Avx;
import dev.muster.suites.inspect.Inspection;
import dev.muster.suites.inspect.Inspector;
import dev.muster.suites.inspect.Subject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the inner loop that the JVM makes of a micro-kernel. */
@Command(
    name = "inspect",
    description = "Show the machine code of a kernel's inner loop, with its vector spills counted.")
final class InspectCommand implements Callable<Integer> {
  private static final String MATMUL = "matmul";

  @ParentCommand private Main muster;

  @Parameters(paramLabel = "KERNEL", description = "matmul")
  private String kernel;

  @Option(
      names = "--tile",
      paramLabel = "ROWSxVECTORS",
      description = "Accumulators, e.g. 5x2 (default: that of large products, as shipped).")
  private String tile;

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      description = "128, 256 or 512 (default: the widest of this core).")
  private String bits;

  @Option(
      names = "--dtype",
      defaultValue = "f32",
      paramLabel = "DTYPE",
      description = "f32 or f64 (default: ${DEFAULT-VALUE}).")
  private String dtype;

  @Option(
      names = "--avx",
      defaultValue = "",
      paramLabel = "LEVEL",
      description = "2 or 3: compile as for a core with AVX2 or AVX-512 (-XX:UseAVX).")
  private String avx;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    if (!kernel.equals(MATMUL)) {
      throw new BadInputException("cannot inspect '%s'; legal: %s".formatted(kernel, MATMUL));
    }
    Inspection inspection = Inspector.inspect(subject(), System.getenv().getOrDefault("PATH", ""));
    return new InspectionReport(tableFormat, muster.console()).print(inspection);
  }

  private Subject subject() {
    Avx compiledFor = Avx.parse(avx);
    int width = bits == null ? compiledFor.bitsPreferred() : VectorBits.parse(bits);
    return tile == null
        ? Subject.chosen(DType.parseOfArithmetic(dtype), width, compiledFor)
        : Subject.of(tile, DType.parseOfArithmetic(dtype), width, compiledFor);
  }
}
