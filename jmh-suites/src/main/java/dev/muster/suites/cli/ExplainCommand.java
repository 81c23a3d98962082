package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.ByteSize;
import dev.muster.kernels.problem.Collective;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.ScheduleFacts;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.plan.PlanRules;
import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.suites.RunLine;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what a line would do, without doing it: what EXPLAIN is to a query. */
@Command(
    name = "explain",
    description = "Say what a collective would move, beside what none can do without; run nothing.")
final class ExplainCommand implements Callable<Integer> {
  private static final Pattern RANKS = Pattern.compile(".*[:/](\\d{1,5})(:[a-z]+)?");
  private static final String EXAMPLE = "'allreduce:f32:sum:64MiB | ring | cpu:8 | vector'";
  private static final int RANKS_MAX = 1024;

  @ParentCommand private Main muster;

  @Parameters(paramLabel = "LINE", description = "A repeat line, e.g. " + EXAMPLE + ".")
  private String line;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    RunLine run = RunLine.parse(line);
    if (!(run.problem() instanceof Collective problem)) {
      throw new BadInputException(
          "explains no '%s'; legal: a collective, e.g. %s"
              .formatted(run.problem().text(), EXAMPLE));
    }
    CollectiveAlgorithm algorithm = PlanRules.requireCollective(run.plan(), problem.kind());
    int ranks = ranks(run.pool());
    print(problem, algorithm, ranks, tableFormat);
    return Main.OK;
  }

  /** The last number of a pool, of which nothing is opened: the machine may be another one. */
  private static int ranks(String pool) {
    Matcher matcher = RANKS.matcher(pool);
    int ranks = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (ranks < 1 || ranks > RANKS_MAX) {
      throw new BadInputException(
          "bad pool '%s'; legal: one that ends with its ranks, 1 to %d, e.g. cpu:8"
              .formatted(pool, RANKS_MAX));
    }
    return ranks;
  }

  private void print(
      Collective problem, CollectiveAlgorithm algorithm, int ranks, TableFormat tableFormat) {
    ScheduleFacts facts = ScheduleFacts.of(algorithm, problem, ranks);
    long bytes = problem.dtype().bytes();
    TableWriter writer =
        tableFormat.table(
            new Table(
                "%s by %s over %d ranks".formatted(problem.text(), algorithm.name(), ranks),
                List.of(
                    Column.text("per busiest rank", 28),
                    Column.number("schedule", 14),
                    Column.number("at least", 14),
                    Column.number("ratio", 6))),
            muster.console());
    writer.row(row("rounds (one port: log2 p)", facts.rounds(), facts.roundsMin()));
    writer.row(row("bytes sent", (double) facts.sentCount() * bytes, facts.sentCountMin() * bytes));
    writer.row(
        row(
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

  private static List<Cell> row(String what, double schedule, double least) {
    return List.of(
        Cell.of(what),
        Cell.of((long) schedule),
        Cell.of((long) Math.ceil(least)),
        least == 0 ? new Cell.Missing() : Cell.of(schedule / least));
  }
}
