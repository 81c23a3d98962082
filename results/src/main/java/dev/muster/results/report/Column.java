package dev.muster.results.report;

/**
 * A column of a table. Its width is known before its first cell, so that a row can be printed as
 * soon as it is measured.
 *
 * @param name of its own in the table
 * @param heading name and unit, e.g. {@code median ms}, which several columns may share
 * @param align side on which its cells stand
 * @param width characters of a usual cell; a longer one is never cut
 */
public record Column(String name, String heading, Align align, int width) {

  /** A column is never narrower than its heading. */
  public Column {
    width = Math.max(width, heading.length());
  }

  /** A column of texts. */
  public static Column text(String heading, int width) {
    return new Column(heading, heading, Align.LEFT, width);
  }

  /** A column of numbers. */
  public static Column number(String heading, int width) {
    return new Column(heading, heading, Align.RIGHT, width);
  }

  /** The same by another name, where its heading is that of another one as well. */
  public Column named(String newName) {
    return new Column(newName, heading, align, width);
  }
}
