package dev.muster.results.report;

import java.util.List;
import java.util.stream.Collectors;

/** Columns of fixed width, two blanks apart: for people at a terminal. */
public final class TextFormat implements TableFormat {
  private static final String GAP = "  ";

  @Override
  public String name() {
    return "table";
  }

  @Override
  public TableWriter table(Table table, Appendable out) {
    Lines lines = new Lines(out);
    if (!table.title().isEmpty()) {
      lines.write("");
      lines.write(table.title());
    }
    lines.write(
        table.columns().stream()
            .map(column -> column.align().pad(column.heading(), column.width()))
            .collect(Collectors.joining(GAP))
            .stripTrailing());
    return cells -> lines.write(line(table.columns(), cells));
  }

  private static String line(List<Column> columns, List<Cell> cells) {
    StringBuilder line = new StringBuilder();
    int first = 0;
    for (Cell cell : cells) {
      List<Column> taken = columns.subList(first, first + cell.span());
      line.append(first == 0 ? "" : GAP).append(pad(cell, taken));
      first += cell.span();
    }
    return line.toString().stripTrailing();
  }

  private static String pad(Cell cell, List<Column> taken) {
    int gaps = GAP.length() * (taken.size() - 1);
    int width = gaps + taken.stream().mapToInt(Column::width).sum();
    Align align = taken.size() == 1 ? taken.getFirst().align() : Align.LEFT;
    return align.pad(cell.line(), width);
  }
}
