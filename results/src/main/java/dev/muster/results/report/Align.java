package dev.muster.results.report;

/** On which side of a column a text stands. */
public enum Align {
  /** For texts. */
  LEFT(":---") {
    @Override
    String pad(String text, int width) {
      return text + " ".repeat(Math.max(0, width - text.length()));
    }
  },
  /** For numbers. */
  RIGHT("---:") {
    @Override
    String pad(String text, int width) {
      return " ".repeat(Math.max(0, width - text.length())) + text;
    }
  };

  private final String rule;

  Align(String rule) {
    this.rule = rule;
  }

  /** The text with blanks up to a width; a longer text stays whole. */
  abstract String pad(String text, int width);

  /** What a Markdown table has under the heading. */
  String rule() {
    return rule;
  }
}
