package dev.muster.results.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.results.ResultJson;
import java.util.List;

/**
 * JSON lines. A row of results is the stored record itself, so that a report of a run and the file
 * of the run are the same; a row of any other table is an object with the names of its columns.
 */
public final class JsonFormat implements TableFormat {

  @Override
  public String name() {
    return "json";
  }

  @Override
  public TableWriter table(Table table, Appendable out) {
    Lines lines = new Lines(out);
    return cells -> lines.write(object(table.columns(), cells).toString());
  }

  @Override
  public boolean isForScripts() {
    return true;
  }

  @Override
  public Report report(Appendable out, Appendable notes) {
    Lines lines = new Lines(out);
    return new NotedReport(result -> lines.write(ResultJson.write(result)), notes);
  }

  private static ObjectNode object(List<Column> columns, List<Cell> cells) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    columns.forEach(column -> object.putNull(column.name()));
    int first = 0;
    for (Cell cell : cells) {
      put(object, columns.get(first).name(), cell);
      first += cell.span();
    }
    return object;
  }

  private static void put(ObjectNode object, String name, Cell cell) {
    switch (cell) {
      case Cell.Text(String text) -> object.put(name, text);
      case Cell.Figure(double value) -> object.put(name, value);
      case Cell.Doubtful(double value) -> object.put(name, value);
      case Cell.Count(long value) -> object.put(name, value);
      case Cell.Missing() -> object.putNull(name);
      case Cell.Message(String text, int _) -> object.put(name, text);
    }
  }
}
