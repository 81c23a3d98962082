package dev.muster.suites.cli;

import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.inspect.Inspection;
import dev.muster.suites.inspect.Loop;
import dev.muster.suites.inspect.Subject;
import dev.muster.suites.inspect.Trait;
import java.util.List;
import java.util.stream.Stream;

/** What an inner loop has in it, as one row of a table: compare rows of two JDKs. */
final class InspectionRow {
  private static final List<Column> COLUMNS_OF_SUBJECT =
      List.of(
          Column.text("tile", 8),
          Column.text("dtype", 5),
          Column.text("flags", 12),
          Column.text("JDK", 12));

  private static final List<Column> COLUMNS_OF_LOOP =
      Stream.concat(
              Stream.of("k unrolled by", "instructions"),
              Stream.of(Trait.values()).map(Trait::plural))
          .map(heading -> Column.number(heading, 0))
          .toList();

  private InspectionRow() {}

  /** Writes the table with its only row. */
  static void write(Inspection inspection, TableFormat format, Appendable out) {
    List<Column> columns = concat(COLUMNS_OF_SUBJECT, COLUMNS_OF_LOOP);
    List<Cell> found =
        switch (inspection) {
          case Inspection.Seen seen -> counts(seen);
          case Inspection.Unseen unseen ->
              List.of(new Cell.Message(unseen.message(), COLUMNS_OF_LOOP.size()));
        };
    format.table(new Table("", columns), out).row(concat(cells(inspection.subject()), found));
  }

  private static List<Cell> cells(Subject subject) {
    String flags = String.join(" ", subject.avx().jvmFlags());
    return List.of(
        Cell.of(subject.tile().toString()),
        Cell.of(subject.tile().dtype().toString()),
        flags.isEmpty() ? new Cell.Missing() : Cell.of(flags),
        Cell.of(Runtime.version().toString()));
  }

  private static List<Cell> counts(Inspection.Seen seen) {
    Loop loop = seen.loop();
    return Stream.concat(
            Stream.of(seen.unrolledBy(), loop.lines().size()),
            Stream.of(Trait.values()).map(loop::count))
        .map(count -> Cell.of((long) count))
        .toList();
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
