package dev.muster.suites.cli;

import java.io.IOException;
import java.util.Locale;

/** Standard output cannot be written. */
final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputException(IOException cause) {
    super("cannot write to standard output: " + cause.getMessage(), cause);
  }

  /** True where whoever read it went away, as {@code head} does: nothing to complain about. */
  boolean nobodyReads() {
    return getMessage().toLowerCase(Locale.ROOT).contains("broken pipe");
  }
}
