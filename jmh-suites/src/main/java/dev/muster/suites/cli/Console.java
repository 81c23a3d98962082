package dev.muster.suites.cli;

import dev.muster.bridge.os.Descriptors;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Rows go to standard output, notes and progress to standard error. Where both are one terminal,
 * the line of progress is taken away before anything else is printed.
 *
 * <p>Thread-safe.
 */
final class Console implements Appendable {
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final PrintStream err =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  private final boolean interactive = Descriptors.isTerminal(2);
  private boolean progressShown;

  /** True where somebody may be watching. */
  boolean interactive() {
    return interactive;
  }

  /** A line for people on standard error. */
  synchronized void note(String line) {
    erase();
    err.println(line);
  }

  /** Replaces the line of progress; shown on a terminal only. */
  synchronized void progress(String line) {
    if (interactive) {
      err.print(ERASE_LINE + line);
      err.flush();
      progressShown = true;
    }
  }

  /** Takes the line of progress away. */
  synchronized void endProgress() {
    erase();
  }

  private void erase() {
    if (progressShown) {
      err.print(ERASE_LINE);
      err.flush();
      progressShown = false;
    }
  }

  @Override
  public synchronized Appendable append(CharSequence text) {
    erase();
    out.append(text);
    out.flush();
    return this;
  }

  @Override
  public Appendable append(CharSequence text, int start, int end) {
    return append(text.subSequence(start, end));
  }

  @Override
  public Appendable append(char character) {
    return append(String.valueOf(character));
  }
}
