package dev.muster.suites.cli;

import dev.muster.bridge.os.Descriptors;
import dev.muster.bridge.os.WindowSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Rows go to standard output, notes and progress to standard error. Where both are one terminal,
 * the line of progress is taken away before anything else is printed.
 *
 * <p>Thread-safe.
 */
final class Console implements Appendable {
  private static final String ERASE_LINE = "\r\033[K";
  private static final int COLUMNS_USUAL = 80;

  private final OutputStream out;
  private final PrintStream err;
  private final Supplier<OptionalInt> columns;
  private boolean progressShown;
  private boolean progressEnded;

  /**
   * @param out for rows
   * @param err for notes
   * @param columns of the terminal behind {@code err}; empty where there is none
   */
  Console(OutputStream out, OutputStream err, Supplier<OptionalInt> columns) {
    this.out = out;
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.columns = columns;
  }

  /** The streams of this process, unbuffered. */
  static Console ofProcess() {
    return new Console(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Console::columnsOfStandardError);
  }

  private static OptionalInt columnsOfStandardError() {
    return Descriptors.isTerminal(Descriptors.STDERR)
        ? OptionalInt.of(WindowSize.columns(Descriptors.STDERR).orElse(COLUMNS_USUAL))
        : OptionalInt.empty();
  }

  /** Columns of the terminal of notes and progress; empty where nobody is watching. */
  OptionalInt columns() {
    return columns.get();
  }

  /** Standard output for what is no row: the help that was asked for. */
  PrintWriter printer() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  /** A line for people on standard error. */
  synchronized void note(String line) {
    erase();
    err.println(line);
  }

  /** Takes lines for people on standard error. */
  Appendable notes() {
    return new NoteLines(this);
  }

  /** Replaces the line of progress. */
  synchronized void progress(String line) {
    if (!progressEnded) {
      err.print(ERASE_LINE + line);
      err.flush();
      progressShown = true;
    }
  }

  /** Takes the line of progress away for good. */
  synchronized void endProgress() {
    erase();
    progressEnded = true;
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
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new OutputException(e);
    }
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
