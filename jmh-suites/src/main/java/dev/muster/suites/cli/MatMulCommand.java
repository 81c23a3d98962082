package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.tensor.DType;
import dev.muster.results.Environment;
import dev.muster.results.RunWriter;
import dev.muster.results.Store;
import dev.muster.results.report.Report;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.measure.Contest;
import dev.muster.suites.measure.ContestEffort;
import dev.muster.suites.measure.Contests;
import dev.muster.suites.measure.Peers;
import dev.muster.suites.measure.PoolFacts;
import dev.muster.suites.shapes.Shapes;
import java.nio.file.Path;
import java.time.Clock;
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
  private static final int FORKS_MIN = 2;
  private static final int FORKS_MAX = 100;
  private static final int THREADS_MAX = 999;
  private static final double SECONDS_MIN = 0.01;
  private static final double SECONDS_MAX = 10;

  @ParentCommand private Main muster;

  @Mixin private ShapeOptions shapes;

  @Option(
      names = "--dtype",
      defaultValue = "f32",
      paramLabel = "TYPE",
      description = "f32 or f64 (default: ${DEFAULT-VALUE}).")
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

  @Option(
      names = "--forks",
      defaultValue = "5",
      paramLabel = "COUNT",
      description = "Fresh JVMs per kernel and shape (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--time",
      defaultValue = "0.1",
      paramLabel = "SECONDS",
      description = "Length of an iteration at least (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the run is stored (default: results/runs).")
  private Optional<Path> out;

  @Option(
      names = "--dry-run",
      description = "Print the repeat lines and the expected duration, measure nothing.")
  private boolean dryRun;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    PoolFacts where = PoolFacts.of(poolText());
    requireRange("--forks", forks, FORKS_MIN, FORKS_MAX);
    requireRange("--time", seconds, SECONDS_MIN, SECONDS_MAX);
    List<MatMul> products =
        shapes.products(new Shapes(DType.parseOfProduct(dtype), Transposition.parse(trans)));
    String ours = kernel.orElseGet(where::ours);
    where.requirePeer(ours, products.getFirst());
    Contests contests =
        new Contests(
            where,
            ours,
            Peers.parse(peers, ours, where, products.getFirst()),
            new ContestEffort(forks, seconds));
    return dryRun
        ? print(contests.plan(products), tableFormat)
        : measure(contests, products, tableFormat);
  }

  private String poolText() {
    if (pool.isPresent() && threads.isPresent()) {
      throw new BadInputException(
          "--pool and --threads both say how many cores; legal: one of them, e.g. --pool cpu:2");
    }
    int cores = threads.orElse(1);
    requireRange("--threads", cores, 1, THREADS_MAX);
    return pool.orElseGet(() -> "cpu:" + cores);
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new BadInputException("bad %s %d; legal: %d to %d".formatted(name, value, min, max));
    }
  }

  private static void requireRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new BadInputException("bad %s %s; legal: %s to %s".formatted(name, value, min, max));
    }
  }

  private int print(List<Contest> contests, TableFormat tableFormat) {
    new PlannedTable(tableFormat)
        .print(
            contests.stream().flatMap(contest -> contest.planned().stream()).toList(),
            muster.console());
    return Main.OK;
  }

  private int measure(Contests contests, List<MatMul> products, TableFormat tableFormat) {
    Environment here = Environments.here(Map.of("shapes", shapes.source()));
    try (BenchmarkLock _ = BenchmarkLock.take();
        RunWriter writer =
            Store.open(out.orElseGet(Home::runs)).begin(Clock.systemUTC().instant(), here.host())) {
      List<Contest> planned = contests.plan(products);
      MachineNotes.of(here).forEach(muster.console()::note);
      Report report = tableFormat.report(muster.console(), muster.console().notes());
      return new Recording(
              muster,
              here,
              file -> "ended early; the shapes that were done are kept in " + file,
              "ended early, before a shape was done")
          .measure(planned, Map.of(), report, writer);
    }
  }
}
