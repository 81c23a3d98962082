package dev.muster.suites.cli;

import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import java.util.List;

/** What the busiest rank of a schedule does, beside what none can do without. */
final class Bounded {
  private Bounded() {}

  static Table table(String title) {
    return new Table(
        title,
        List.of(
            Column.text("per busiest rank", 28),
            Column.number("schedule", 14),
            Column.number("at least", 14),
            Column.number("ratio", 6)));
  }

  static List<Cell> row(String what, double schedule, double least) {
    return List.of(
        Cell.of(what),
        Cell.of((long) schedule),
        Cell.of((long) Math.ceil(least)),
        least == 0 ? new Cell.Missing() : Cell.of(schedule / least));
  }
}
