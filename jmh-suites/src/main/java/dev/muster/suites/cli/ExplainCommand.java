package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.ByteSize;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.ScheduleFacts;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.plan.PlanRules;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.suites.RunLine;
import dev.muster.suites.measure.PoolSize;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what a line would do, without doing it: what EXPLAIN is to a query. */
@Command(
    name = "explain",
    description =
        "Say what a plan would compute and move, beside what none can do without; run nothing.")
final class ExplainCommand implements Callable<Integer> {
  private static final String EXAMPLE = "'allreduce:f32:sum:64MiB | ring | cpu:8 | vector'";
  private static final int RANKS_MAX = 1024;

  @ParentCommand private Main muster;

  @Parameters(paramLabel = "LINE", description = "A repeat line, e.g. " + EXAMPLE + ".")
  private String line;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    RunLine run = RunLine.parse(line, ExplainCommand::ranks);
    int ranks = ranks(run.pool());
    switch (run.problem()) {
      case Collective collective ->
          print(
              collective,
              PlanRules.requireCollective(run.plan(), collective.kind()),
              ranks,
              tableFormat);
      case MatMul product ->
          new ProductExplanation(run.plan(), ProductFacts.of(product, run.plan(), ranks))
              .print(tableFormat, muster.console());
      default ->
          throw new BadInputException(
              "explains no '%s'; legal: a product or a collective, e.g. %s"
                  .formatted(run.problem().text(), EXAMPLE));
    }
    return Main.OK;
  }

  private static int ranks(String pool) {
    int ranks = PoolSize.of(pool);
    if (ranks > RANKS_MAX) {
      throw new BadInputException(
          "bad pool '%s'; legal: one of up to %d ranks, e.g. cpu:8".formatted(pool, RANKS_MAX));
    }
    return ranks;
  }

  private void print(
      Collective problem, CollectiveAlgorithm algorithm, int ranks, TableFormat tableFormat) {
    ScheduleFacts facts = ScheduleFacts.of(algorithm, problem, ranks);
    long bytes = problem.dtype().bytes();
    TableWriter writer =
        tableFormat.table(
            Bounded.table(
                "%s by %s over %d ranks".formatted(problem.text(), algorithm.name(), ranks)),
            muster.console());
    writer.row(Bounded.row("rounds (one port: log2 p)", facts.rounds(), facts.roundsMin()));
    writer.row(
        Bounded.row(
            "bytes sent", (double) facts.sentCount() * bytes, facts.sentCountMin() * bytes));
    writer.row(
        Bounded.row(
            "bytes combined",
            (double) facts.reducedCount() * bytes,
            facts.reducedCountMin() * bytes));
    tableFormat.below(
        List.of(
            "all ranks together move %s; scratch per rank %s"
                .formatted(
                    ByteSize.text(facts.movedCount() * bytes),
                    ByteSize.text(Schedules.scratchCount(algorithm, problem, ranks) * bytes))),
        muster.console());
  }
}
