package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.suites.measure.Effort;
import dev.muster.suites.measure.Planned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final List<Planned> TWO = List.of(Examples.product(1024), Examples.product(2048));

  private static void measureAll(Captured captured) {
    try (Progress progress = Progress.of(captured.console(), TWO)) {
      for (Planned each : TWO) {
        progress.begin(each);
        progress.end();
      }
    }
  }

  @Test
  void aLogGetsOneLinePerMeasurement() {
    Captured captured = Captured.withoutTerminal();
    measureAll(captured);
    assertEquals(2, captured.err().lines().count());
    assertTrue(
        captured
            .err()
            .matches(
                "(?s)\\[1/2] matmul:f32:1024x1024x1024 [|] - [|] cpu:1 [|] vector, about 0:0\\d left\n.*"),
        captured.err());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 30, 57, 80, 200})
  void aBarIsNeverWiderThanItsTerminalAndLeavesNothingBehind(int columns) {
    Captured captured = Captured.withColumns(columns);
    measureAll(captured);
    String[] drawn = captured.err().split("\r\033\\[K", -1);
    Arrays.stream(drawn).forEach(line -> assertTrue(line.length() < columns, line));
    assertEquals("", drawn[drawn.length - 1]);
    assertTrue(columns < 30 || drawn[drawn.length - 2].contains("100%"), captured.err());
  }

  @Test
  void aLogSaysHowFarALongMeasurementIs() {
    Captured captured = Captured.withoutTerminal();
    Effort tenMinutes = new Effort(20, 1, 5, 5, 10);
    Planned huge = new Planned(TWO.getFirst().line(), 1, tenMinutes, Map.of());
    try (Progress progress = Progress.of(captured.console(), List.of(huge))) {
      progress.begin(huge);
      progress.advance(0.25);
    }
    assertTrue(captured.err().contains(" vector, 25 % done, about "), captured.err());
  }

  @Test
  void nothingToDoDrawsNothing() {
    Captured captured = Captured.withColumns(80);
    try (Progress _ = Progress.of(captured.console(), List.of())) {
      assertEquals("", captured.err());
    }
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "abcdef, 1, ''", "abcdef, -3, ''"})
  void aLongLineIsShortened(String text, int columnsMax, String shortened) {
    assertEquals(shortened, BarProgress.shortened(text, columnsMax));
  }
}
