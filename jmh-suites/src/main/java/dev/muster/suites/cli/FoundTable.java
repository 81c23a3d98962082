package dev.muster.suites.cli;

import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.suites.measure.Discovered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What was found: pools with their ranks and kernels, and what is missing. */
final class FoundTable {
  private static final List<Field> IN_SHORT =
      List.of(
          new Field(Column.text("pool", 12), each -> text(each.pool())),
          new Field(
              Column.number("ranks", 5),
              each -> each.present() ? Cell.of((long) each.ranks()) : new Cell.Missing()),
          new Field(Column.text("kernels", 14), each -> text(String.join(", ", each.kernels()))),
          new Field(Column.text("what", 24), each -> Cell.of(what(each))));

  private static final Field FACTS =
      new Field(Column.text("facts", 0), each -> text(String.join("; ", each.facts())));

  private final TableFormat format;
  private final List<Field> fields;

  private FoundTable(TableFormat format, List<Field> fields) {
    this.format = format;
    this.fields = fields;
  }

  private record Field(Column column, Function<Discovered, Cell> cell) {}

  /** As it stands at the head of a run, for people. */
  static FoundTable inShort() {
    return new FoundTable(TableFormat.parse("table"), IN_SHORT);
  }

  /** With all that is known of each device. */
  static FoundTable inFull(TableFormat format) {
    List<Field> fields = new ArrayList<>(IN_SHORT);
    fields.add(FACTS);
    return new FoundTable(format, fields);
  }

  void print(List<Discovered> found, Appendable out) {
    Table table = new Table("Found here", fields.stream().map(Field::column).toList());
    TableWriter writer = format.table(table, out);
    for (Discovered each : found) {
      writer.row(fields.stream().map(field -> field.cell().apply(each)).toList());
    }
  }

  /** What to do about what is missing; empty where nothing is. */
  static Optional<String> howToGetMore(List<Discovered> found) {
    return found.stream().allMatch(Discovered::present)
        ? Optional.empty()
        : Optional.of("what is missing may come with: ./muster setup");
  }

  private static String what(Discovered each) {
    return each.present() ? each.description() : "[unsupported] " + each.description();
  }

  private static Cell text(String text) {
    return text.isEmpty() ? new Cell.Missing() : Cell.of(text);
  }
}
