package dev.muster.results.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableFormatTest {
  private static final Table TABLE =
      new Table(
          "Fruit",
          List.of(
              Column.text("name", 6),
              Column.number("mass g", 8),
              Column.number("pips", 4),
              Column.text("line", 0)));

  private static String written(String format) {
    StringBuilder out = new StringBuilder();
    TableWriter writer = TableFormat.parse(format).table(TABLE, out);
    writer.row(List.of(Cell.of("apple"), Cell.of(123.456), Cell.of(5L), Cell.of("a | b")));
    writer.row(
        List.of(Cell.of("a \"b\", c"), new Cell.Message("[unsupported] none", 2), Cell.of("x")));
    writer.row(List.of(Cell.of("fig"), new Cell.Missing(), new Cell.Missing(), Cell.of("y\nz")));
    return out.toString();
  }

  @Test
  void tableHasColumnsOfFixedWidth() {
    assertEquals(
        """

        Fruit
        name      mass g  pips  line
        apple      123.5     5  a | b
        a "b", c  [unsupported] none  x
        fig            -     -  y z
        """,
        written("table"));
  }

  @Test
  void markdownEscapesBars() {
    assertEquals(
        """

        ### Fruit

        | name | mass g | pips | line |
        | :--- | ---: | ---: | :--- |
        | apple | 123.5 | 5 | a \\| b |
        | a "b", c | [unsupported] none |  | x |
        | fig | - | - | y z |
        """,
        written("markdown"));
  }

  @Test
  void csvQuotesCommasQuotesAndLineEnds() {
    assertEquals(
        """
        name,mass g,pips,line
        apple,123.456,5,a | b
        "a ""b"", c",[unsupported] none,,x
        fig,,,"y
        z"
        """,
        written("csv"));
  }

  @Test
  void jsonHasOneObjectPerRow() {
    assertEquals(
        """
        {"name":"apple","mass g":123.456,"pips":5,"line":"a | b"}
        {"name":"a \\"b\\", c","mass g":"[unsupported] none","pips":null,"line":"x"}
        {"name":"fig","mass g":null,"pips":null,"line":"y\\nz"}
        """,
        written("json"));
  }

  /** As the two halves of the table of nccl-tests do. */
  @Test
  void columnsThatShareAHeadingKeepTheirCellsApart() {
    Table table =
        new Table(
            "", List.of(Column.number("time", 4), Column.number("time", 4).named("in place time")));
    for (String format : List.of("json", "csv", "table")) {
      StringBuilder out = new StringBuilder();
      TableFormat.parse(format).table(table, out).row(List.of(Cell.of(1L), Cell.of(2L)));
      assertEquals(
          switch (format) {
            case "json" -> "{\"time\":1,\"in place time\":2}\n";
            case "csv" -> "time,in place time\n1,2\n";
            default -> "time  time\n   1     2\n";
          },
          out.toString());
    }
  }

  @Test
  void whatIsSaidBelowATableIsNoRowForAScript() {
    for (TableFormat format : TableFormat.all()) {
      StringBuilder out = new StringBuilder();
      StringBuilder notes = new StringBuilder();
      format.below(List.of("so much"), out, notes);
      boolean script = List.of("json", "csv").contains(format.name());
      assertEquals("so much\n", (script ? notes : out).toString().stripLeading());
      assertEquals("", (script ? out : notes).toString());
    }
  }

  @Test
  void unknownFormatIsRefusedWithTheLegalOnes() {
    assertEquals(
        "unknown format 'xml'; legal: table, json, csv, markdown",
        assertThrows(IllegalArgumentException.class, () -> TableFormat.parse("xml")).getMessage());
  }

  @Test
  void rowIsOnItsWayBeforeTheNextOneIsKnown() {
    StringBuilder out = new StringBuilder();
    TableWriter writer = TableFormat.parse("csv").table(TABLE, out);
    int head = out.length();
    writer.row(List.of(Cell.of("a"), Cell.of(1L), Cell.of(1L), Cell.of("b")));
    assertEquals("a,1,1,b\n", out.substring(head));
  }

  @Test
  void outputThatFailsIsNotPassedOver() throws IOException {
    try (Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int count) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        }) {
      TableFormat csv = TableFormat.parse("csv");
      assertThrows(UncheckedIOException.class, () -> csv.table(TABLE, full));
    }
  }
}
