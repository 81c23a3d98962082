package dev.muster.results.report;

import java.util.List;

/**
 * A table before its rows.
 *
 * @param title one line; empty for none
 * @param columns in order
 */
public record Table(String title, List<Column> columns) {
  public Table {
    columns = List.copyOf(columns);
  }
}
