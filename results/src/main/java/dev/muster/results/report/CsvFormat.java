package dev.muster.results.report;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Comma-separated values, quoted as RFC 4180 says, with line feeds and numbers of full precision.
 * Results of all sections share one header.
 */
public final class CsvFormat implements TableFormat {

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public TableWriter table(Table table, Appendable out) {
    Lines lines = new Lines(out);
    lines.write(line(table.columns().stream().map(Column::name)));
    return cells -> lines.write(line(cells.stream().flatMap(CsvFormat::texts)));
  }

  @Override
  public boolean isForScripts() {
    return true;
  }

  @Override
  public Report report(Appendable out, Appendable notes) {
    return new NotedReport(new FlatReport(this, out), notes);
  }

  private static Stream<String> texts(Cell cell) {
    return switch (cell) {
      case Cell.Text(String text) -> Stream.of(text);
      case Cell.Figure(double value) -> Stream.of(Double.toString(value));
      case Cell.Doubtful(double value) -> Stream.of(Double.toString(value));
      case Cell.Count(long value) -> Stream.of(Long.toString(value));
      case Cell.Missing() -> Stream.of("");
      case Cell.Message(String text, int span) ->
          Stream.concat(Stream.of(text), Stream.generate(() -> "").limit(span - 1L));
    };
  }

  private static String line(Stream<String> texts) {
    return texts.map(CsvFormat::quote).collect(Collectors.joining(","));
  }

  private static String quote(String text) {
    boolean special = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
