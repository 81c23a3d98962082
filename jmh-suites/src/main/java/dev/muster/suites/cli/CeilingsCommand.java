package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problems;
import dev.muster.offload.plan.Plan;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.RunLine;
import dev.muster.suites.measure.Effort;
import dev.muster.suites.measure.PoolFacts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Measures what a device could do at most, as clpeak does, or what is between two devices. */
@Command(
    name = "ceilings",
    description =
        "Measure what a device could do at most: multiply-adds, memory, transfers; or what two can"
            + " send each other.")
final class CeilingsCommand implements Callable<Integer> {
  /** From one device to the other, back, and both at once. */
  private static final List<String> BETWEEN =
      List.of(
          "broadcast:f32:64MiB:root=0 | binomial-tree",
          "broadcast:f32:64MiB:root=1 | binomial-tree",
          "all-gather:f32:64MiB | ring");

  @ParentCommand private Main muster;

  @Parameters(
      paramLabel = "DEVICE",
      description = "A pool of one device or of cores, e.g. opencl:0, or of two devices")
  private String pool;

  @Mixin private EffortOptions options;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    Effort effort = options.effort();
    PoolFacts facts = PoolFacts.of(pool);
    if (!facts.trouble().isEmpty()) {
      throw new BadInputException(facts.trouble());
    }
    return BenchCommand.measure(muster, lines(facts), effort, tableFormat);
  }

  private List<RunLine> lines(PoolFacts facts) {
    int ranks = facts.ranks();
    boolean ofOne = ranks == 1 || PoolFacts.isCpu(pool);
    if (PoolFacts.isJob(pool) || (!ofOne && ranks != 2)) {
      throw new BadInputException(
          "ceilings are those of one device, or of what is between two, and '%s' is %d; legal: e.g. opencl:0, opencl:0/2, or cpu:%d"
              .formatted(pool, ranks, ranks));
    }
    return ofOne
        ? facts.ceilings().stream()
            .map(each -> line(each.problem(), Plan.NONE, each.kernel()))
            .toList()
        : BETWEEN.stream()
            .map(text -> text.split(" \\| ", -1))
            .map(parts -> line(parts[0], Plan.parse(parts[1]), facts.ours()))
            .toList();
  }

  private RunLine line(String problem, Plan plan, String kernel) {
    return new RunLine(Problems.parse(problem), plan, pool, kernel);
  }
}
