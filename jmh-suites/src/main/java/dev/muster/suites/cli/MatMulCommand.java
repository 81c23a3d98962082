package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.tensor.DType;
import dev.muster.suites.measure.ContestEffort;
import dev.muster.suites.measure.Contests;
import dev.muster.suites.measure.Peers;
import dev.muster.suites.measure.PoolFacts;
import dev.muster.suites.shapes.Shapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Sets one kernel against other people's, on one product or a set of them. */
@Command(
    name = "matmul",
    description = "Compare a kernel with other people's, measured in turns on the same device.")
final class MatMulCommand implements Callable<Integer> {
  private static final int THREADS_MAX = 999;

  @ParentCommand private Main muster;

  @Mixin private ShapeOptions shapes;

  @Option(
      names = "--dtype",
      defaultValue = "f32",
      paramLabel = "TYPE",
      description = "f32, f64, f16 or bf16 (default: ${DEFAULT-VALUE}).")
  private String dtype;

  @Option(
      names = "--trans",
      defaultValue = "NN",
      paramLabel = "NN|NT|TN|TT",
      description = "Which of A and B lies transposed in memory (default: ${DEFAULT-VALUE}).")
  private String trans;

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Cores that each product is shared out to (default: 1).")
  private Optional<Integer> threads;

  @Option(
      names = "--pool",
      paramLabel = "POOL",
      description = "Where, e.g. opencl:0 (default: cpu:1, or as many cores as --threads says).")
  private Optional<String> pool;

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = "The one that is judged (default: ours: vector, or opencl on such a device).")
  private Optional<String> kernel;

  @Option(
      names = "--peers",
      defaultValue = "all",
      paramLabel = "KERNELS",
      description =
          "all, none, or kernels with commas between; cpu is ours on all cores, beside a device"
              + " (default: ${DEFAULT-VALUE}).")
  private String peers;

  @Mixin private ContestOptions options;

  @Override
  public Integer call() {
    var _ = options.format();
    ContestEffort effort = options.effort();
    PoolFacts where = PoolFacts.of(poolText());
    List<MatMul> products =
        shapes.products(new Shapes(DType.parseOfProduct(dtype), Transposition.parse(trans)));
    String ours = kernel.orElseGet(where::ours);
    where.requirePeer(ours, products.getFirst());
    Contests contests =
        new Contests(where, ours, Peers.parse(peers, ours, where, products.getFirst()), effort);
    return options.run(muster, Map.of("shapes", shapes.source()), () -> contests.plan(products));
  }

  private String poolText() {
    if (pool.isPresent() && threads.isPresent()) {
      throw new BadInputException(
          "--pool and --threads both say how many cores; legal: one of them, e.g. --pool cpu:2");
    }
    int cores = threads.orElse(1);
    ContestOptions.requireRange("--threads", cores, 1, THREADS_MAX);
    return pool.orElseGet(() -> "cpu:" + cores);
  }
}
