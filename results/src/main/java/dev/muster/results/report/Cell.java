package dev.muster.results.report;

import dev.muster.results.stats.Ratio;
import dev.muster.results.stats.Rivals;
import java.util.Optional;
import java.util.OptionalDouble;

/** One value in a row. */
public sealed interface Cell {

  /** As people read it. */
  String text();

  /** As people read it in a row, which is one line. */
  default String line() {
    return text().replaceAll("\\R", " ");
  }

  /** Columns that it takes. */
  default int span() {
    return 1;
  }

  /** A text. */
  record Text(String text) implements Cell {}

  /** A measured number: four significant digits for people, all of them for scripts. */
  record Figure(double value) implements Cell {
    @Override
    public String text() {
      return Digits.text(value);
    }
  }

  /** A measured number that cannot be right; people see the mark {@value #DOUBT} behind it. */
  record Doubtful(double value) implements Cell {
    private static final String DOUBT = "!";

    @Override
    public String text() {
      return Digits.text(value) + DOUBT;
    }
  }

  /** A number of things. */
  record Count(long value) implements Cell {
    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  /** No value here. */
  record Missing() implements Cell {
    @Override
    public String text() {
      return "-";
    }
  }

  /** What is said in place of {@code span} figures. */
  record Message(String text, int span) implements Cell {}

  static Cell of(String text) {
    return new Text(text);
  }

  static Cell of(long count) {
    return new Count(count);
  }

  static Cell of(double value) {
    return new Figure(value);
  }

  static Cell of(OptionalDouble value) {
    return value.isPresent() ? new Figure(value.getAsDouble()) : new Missing();
  }

  /** The interval of a ratio; missing where there is none. */
  static Cell interval(Optional<Rivals> rivals) {
    return rivals
        .map(Ratio::of)
        .<Cell>map(
            ratio -> of("[%s, %s]".formatted(of(ratio.low()).text(), of(ratio.high()).text())))
        .orElseGet(Missing::new);
  }

  /** A counter that holds a whole number. */
  static Cell count(OptionalDouble value) {
    return value.isPresent() ? new Count(Math.round(value.getAsDouble())) : new Missing();
  }
}
