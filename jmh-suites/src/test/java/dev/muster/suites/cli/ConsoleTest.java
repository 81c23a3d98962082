package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final String ERASE = "\r\033[K";

  @Test
  void rowsAndNotesGoTheirOwnWays() {
    Captured captured = Captured.withoutTerminal();
    captured.console().append("row\n");
    captured.console().note("note");
    assertEquals("row\n", captured.out());
    assertEquals("note\n", captured.err());
  }

  @Test
  void theLineOfProgressIsTakenAwayBeforeARowAndBeforeANote() {
    Captured captured = Captured.withColumns(80);
    captured.console().progress("10 %");
    captured.console().append("row\n");
    captured.console().progress("20 %");
    captured.console().note("note");
    assertEquals(ERASE + "10 %" + ERASE + ERASE + "20 %" + ERASE + "note\n", captured.err());
  }

  @Test
  void progressThatHasEndedDoesNotComeBack() {
    Captured captured = Captured.withColumns(80);
    captured.console().progress("90 %");
    captured.console().endProgress();
    captured.console().progress("late");
    assertTrue(captured.err().endsWith("90 %" + ERASE), captured.err());
  }

  @Test
  void notesTakeTextInPieces() throws IOException {
    Captured captured = Captured.withoutTerminal();
    captured.console().notes().append("two ").append("pieces\nnext").append('\n');
    assertEquals("two pieces\nnext\n", captured.err());
  }

  private static Console failing(String reason) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        };
    return new Console(broken, OutputStream.nullOutputStream(), OptionalInt::empty);
  }

  @Test
  void aReaderWhoWentAwayIsNoTrouble() {
    OutputException gone =
        assertThrows(OutputException.class, () -> failing("Broken pipe").append("row"));
    assertTrue(gone.nobodyReads());
  }

  @Test
  void aFullDiskIsTrouble() {
    OutputException full =
        assertThrows(OutputException.class, () -> failing("No space left").append("row"));
    assertFalse(full.nobodyReads());
    assertEquals("cannot write to standard output: No space left", full.getMessage());
  }
}
