package dev.muster.suites.cli;

import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.suites.measure.Discovered;
import java.util.List;

/** What was found, as a table: pools with their ranks and kernels, and what is missing. */
final class FoundTable {
  private final TableFormat format;

  FoundTable(TableFormat format) {
    this.format = format;
  }

  void print(List<Discovered> found, Appendable out) {
    Table table =
        new Table(
            "Found here",
            List.of(
                Column.text("pool", 12),
                Column.number("ranks", 5),
                Column.text("kernels", 14),
                Column.text("what", 0)));
    TableWriter writer = format.table(table, out);
    for (Discovered each : found) {
      writer.row(row(each));
    }
  }

  private static List<Cell> row(Discovered each) {
    String what = String.join("; ", prepend(each.description(), each.facts()));
    return each.present()
        ? List.of(
            Cell.of(each.pool()),
            Cell.of((long) each.ranks()),
            Cell.of(String.join(", ", each.kernels())),
            Cell.of(what))
        : List.of(Cell.of("-"), new Cell.Missing(), Cell.of("-"), Cell.of("[unsupported] " + what));
  }

  private static List<String> prepend(String first, List<String> rest) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), rest.stream())
        .toList();
  }
}
