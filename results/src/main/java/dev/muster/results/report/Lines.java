package dev.muster.results.report;

import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Lines to wherever a report goes, each flushed, so that it is seen when it is measured. Lines end
 * in a line feed on every system.
 */
record Lines(Appendable out) {
  void write(String line) {
    try {
      out.append(line + "\n");
      if (out instanceof Flushable flushable) {
        flushable.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a report", e);
    }
  }
}
