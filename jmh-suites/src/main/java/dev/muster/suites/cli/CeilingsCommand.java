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

/** Measures what a device could do at most, as clpeak does. */
@Command(
    name = "ceilings",
    description = "Measure what a device could do at most: multiply-adds, memory, transfers.")
final class CeilingsCommand implements Callable<Integer> {
  @ParentCommand private Main muster;

  @Parameters(
      paramLabel = "DEVICE",
      description = "A pool of one device or of cores, e.g. opencl:0")
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
    int ranks = facts.ranks();
    if (PoolFacts.isJob(pool) || (!PoolFacts.isCpu(pool) && ranks != 1)) {
      throw new BadInputException(
          "ceilings are those of one device, and '%s' is %d; legal: e.g. opencl:0, or cpu:%d"
              .formatted(pool, ranks, ranks));
    }
    List<RunLine> lines =
        facts.ceilings().stream()
            .map(text -> new RunLine(Problems.parse(text), Plan.NONE, pool, facts.ours()))
            .toList();
    return BenchCommand.measure(muster, lines, effort, tableFormat);
  }
}
