package dev.muster.results.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables of GitHub Flavored Markdown. */
public final class MarkdownFormat implements TableFormat {

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public TableWriter table(Table table, Appendable out) {
    Lines lines = new Lines(out);
    if (!table.title().isEmpty()) {
      lines.write("");
      lines.write("### " + table.title());
      lines.write("");
    }
    lines.write(line(table.columns().stream().map(Column::heading)));
    lines.write(line(table.columns().stream().map(column -> column.align().rule())));
    return cells -> lines.write(line(cells.stream().flatMap(MarkdownFormat::texts)));
  }

  /** A line that follows a row at once would be a row. */
  @Override
  public void below(List<String> lines, Appendable out, Appendable notes) {
    for (String line : lines) {
      new Lines(out).write("");
      new Lines(out).write(line);
    }
  }

  private static Stream<String> texts(Cell cell) {
    return Stream.concat(Stream.of(cell.line()), Stream.generate(() -> "").limit(cell.span() - 1L));
  }

  /** A bar inside a cell would end it. */
  private static String line(Stream<String> texts) {
    return texts
        .map(text -> text.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
