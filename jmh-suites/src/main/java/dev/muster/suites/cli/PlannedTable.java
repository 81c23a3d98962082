package dev.muster.suites.cli;

import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.suites.measure.Planned;
import java.time.Duration;
import java.util.List;

/** What a run would measure and how long that would take. */
final class PlannedTable {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("section", 9),
          Column.number("expected s", 10),
          Column.text("repeat line", 0));

  private final TableFormat format;

  PlannedTable(TableFormat format) {
    this.format = format;
  }

  /** Lines to standard output, their sum to people. */
  void print(List<Planned> planned, Console console) {
    TableWriter writer = format.table(new Table("", COLUMNS), console);
    double sumSeconds = 0;
    for (Planned each : planned) {
      double seconds = each.effort().expectedSeconds();
      writer.row(
          List.of(Cell.of(each.section()), Cell.of(seconds), Cell.of(each.line().toString())));
      sumSeconds += seconds;
    }
    Duration sum = Duration.ofSeconds(Math.round(sumSeconds));
    console.note("%d lines, about %s minutes".formatted(planned.size(), Estimate.text(sum)));
  }
}
