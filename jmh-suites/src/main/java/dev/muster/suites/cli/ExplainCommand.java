package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.ByteSize;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.collective.ScheduleFacts;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.opencl.OpenClPool;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.PlanRules;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.pool.MlpShare;
import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.suites.RunLine;
import dev.muster.suites.measure.Analysis;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.measure.Contest;
import dev.muster.suites.measure.ContestEffort;
import dev.muster.suites.measure.Forecast;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Planner;
import dev.muster.suites.measure.PoolFacts;
import dev.muster.suites.measure.PoolSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what a line would do, without doing it: what EXPLAIN is to a query. */
@Command(
    name = "explain",
    description = "Say what a plan would compute and move, beside what none can do without.")
final class ExplainCommand implements Callable<Integer> {
  private static final String EXAMPLE = "'allreduce:f32:sum:64MiB | ring | cpu:8 | vector'";
  private static final int RANKS_MAX = 1024;
  private static final double ITERATION_SECONDS = 0.1;

  @ParentCommand private Main muster;

  @Parameters(paramLabel = "LINE", description = "A repeat line, e.g. " + EXAMPLE + ".")
  private String line;

  @Option(
      names = "--analyze",
      description =
          "Run it as well, and each of its parts alone, in turns: predicted and measured.")
  private boolean analyze;

  @Option(
      names = "--forks",
      defaultValue = "3",
      paramLabel = "COUNT",
      description = "Fresh JVMs for --analyze (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draw who owns which tile of a product.")
  private Optional<Path> svg;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "A stored run that times are predicted from (default: all of this machine).")
  private Optional<Path> from;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    EffortOptions.requireForks(forks);
    RunLine run = Planner.line(line);
    int ranks = ranks(run.pool());
    Optional<KnownRuns> known =
        from.map(KnownRuns::of).or(() -> KnownRuns.of(Home.runs(), Environments.here(Map.of())));
    return switch (run.problem()) {
      case Collective collective -> {
        requireNoProductOptions();
        print(
            collective,
            PlanRules.requireCollective(run.plan(), collective.kind()),
            ranks,
            tableFormat);
        predict(run, ranks, known, tableFormat);
        yield Main.OK;
      }
      case Mlp layer -> {
        requireNoProductOptions();
        print(MlpSchedule.of(layer, run.plan(), ranks), tableFormat);
        predict(run, ranks, known, tableFormat);
        yield Main.OK;
      }
      case MatMul product -> {
        ProductFacts facts = ProductFacts.of(product, run.plan(), ranks);
        svg.ifPresent(file -> new TileDrawing(product, run.plan(), ranks).write(file));
        new ProductExplanation(run.plan(), facts, run.kernel().contains(OpenClPool.STREAMED))
            .print(tableFormat, muster.console());
        predict(run, ranks, known, tableFormat);
        yield analyze ? analyze(run, facts, tableFormat) : Main.OK;
      }
      default ->
          throw new BadInputException(
              "explains no '%s'; legal: a product, an mlp or a collective, e.g. %s"
                  .formatted(run.problem().text(), EXAMPLE));
    };
  }

  private void predict(RunLine run, int ranks, Optional<KnownRuns> known, TableFormat tableFormat) {
    if (known.isEmpty()) {
      muster
          .console()
          .note("no time is predicted without a stored run of this machine: ./muster run --quick");
      return;
    }
    TableWriter writer =
        tableFormat.table(
            new Table(
                "The busiest rank, predicted, not measured (calibrated by %s)"
                    .formatted(known.get().from()),
                List.of(
                    Column.text("part", 24),
                    Column.number("predicted ms", 12),
                    Column.text("from", 0))),
            muster.console());
    for (Forecast.Part part : new Forecast(known.get().results()).parts(run, ranks)) {
      writer.row(
          List.of(
              Cell.of(part.what()),
              part.seconds().isPresent()
                  ? Cell.of(part.seconds().getAsDouble() * 1e3)
                  : new Cell.Missing(),
              Cell.of(part.from())));
    }
  }

  private void requireNoProductOptions() {
    if (analyze || svg.isPresent()) {
      throw new BadInputException(
          "--analyze and --svg are for one product; legal for all else: muster bench LINE");
    }
  }

  private int analyze(RunLine run, ProductFacts facts, TableFormat tableFormat) {
    PoolFacts pool = PoolFacts.of(run.pool());
    if (!pool.trouble().isEmpty()) {
      throw new BadInputException(pool.trouble());
    }
    Analysis analysis = Analysis.of(run, facts, pool);
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      Contest contest = analysis.contest(new ContestEffort(forks, ITERATION_SECONDS));
      List<Result> results = contest.measure(new Meter(Environments.here(Map.of()), _ -> {}));
      if (!results.getFirst().timed()) {
        muster.console().note(results.getFirst().message());
        return results.getFirst().status() == Status.UNSUPPORTED ? Main.OK : Main.WRONG;
      }
      print(analysis.parts(results), tableFormat);
      return Main.OK;
    }
  }

  private void print(List<Analysis.Part> parts, TableFormat tableFormat) {
    TableWriter writer =
        tableFormat.table(
            new Table(
                "The busiest rank: each part alone, and under the plan",
                List.of(
                    Column.text("part", 36),
                    Column.number("predicted ms", 12),
                    Column.number("measured ms", 12),
                    Column.number("ratio", 6))),
            muster.console());
    for (Analysis.Part part : parts) {
      OptionalDouble predicted = part.predictedSeconds();
      writer.row(
          List.of(
              Cell.of(part.what()),
              predicted.isPresent() ? Cell.of(predicted.getAsDouble() * 1e3) : new Cell.Missing(),
              Cell.of(part.measuredSeconds() * 1e3),
              predicted.orElse(0) > 0
                  ? Cell.of(part.measuredSeconds() / predicted.getAsDouble())
                  : new Cell.Missing()));
    }
  }

  private void print(MlpSchedule layer, TableFormat tableFormat) {
    Mlp problem = layer.problem();
    double bytes = problem.dtype().bytes();
    Schedule schedule = layer.schedule();
    TableWriter writer =
        tableFormat.table(
            Bounded.table(
                "%s by %s over %d %s"
                    .formatted(
                        problem.text(),
                        MlpSchedule.STRATEGY,
                        layer.ranks(),
                        layer.ranks() == 1 ? "rank" : "ranks")),
            muster.console());
    double share = (double) layer.inner(0).count() / problem.inner();
    double joins = 2.0 * (layer.ranks() - 1) / layer.ranks() * layer.count();
    writer.row(Bounded.row("flops", problem.flops() * share, problem.flops() / layer.ranks()));
    writer.row(
        Bounded.row(
            "bytes of weights",
            2.0 * problem.hidden() * layer.inner(0).count() * bytes,
            2.0 * problem.hidden() * problem.inner() / layer.ranks() * bytes));
    writer.row(Bounded.row("bytes sent", ScheduleFacts.sentCount(schedule) * bytes, joins * bytes));
    writer.row(Bounded.row("rounds", ScheduleFacts.rounds(schedule), 0));
    tableFormat.below(
        List.of("memory of the busiest rank %s".formatted(ByteSize.text(MlpShare.bytes(layer, 0)))),
        muster.console(),
        muster.console().notes());
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
        muster.console(),
        muster.console().notes());
  }
}
