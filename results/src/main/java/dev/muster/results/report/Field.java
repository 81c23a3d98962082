package dev.muster.results.report;

import java.util.function.Function;

/**
 * A column together with how its cells follow from a result.
 *
 * @param column heading and width
 * @param cell pure
 */
public record Field(Column column, Function<Entry, Cell> cell) {

  public static Field text(String heading, int width, Function<Entry, Cell> cell) {
    return new Field(Column.text(heading, width), cell);
  }

  public static Field number(String heading, int width, Function<Entry, Cell> cell) {
    return new Field(Column.number(heading, width), cell);
  }
}
