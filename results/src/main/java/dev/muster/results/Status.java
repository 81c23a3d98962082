package dev.muster.results;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a measurement ended, and what a person is told of it. */
public enum Status {
  /** Checked and timed. */
  OK("ok") {
    @Override
    String message(Result result) {
      return "";
    }
  },
  /** It cannot run here; the reason says what is missing. */
  UNSUPPORTED("unsupported") {
    @Override
    String message(Result result) {
      return "[unsupported] " + result.reason();
    }
  },
  /** The check failed, so it was not timed. */
  WRONG("wrong") {
    @Override
    String message(Result result) {
      return "WRONG " + result.verdict();
    }
  },
  /** It ended in an error of its own, which costs only this line. */
  FAILED("failed") {
    @Override
    String message(Result result) {
      return "[failed] " + result.reason();
    }
  };

  private final String text;

  Status(String text) {
    this.text = text;
  }

  /** What stands in place of the figures; empty where there are figures. */
  abstract String message(Result result);

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
