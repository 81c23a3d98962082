package dev.muster.suites.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** A console whose streams a test can read, with a terminal of some width or without one. */
final class Captured {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console;

  private Captured(OptionalInt columns) {
    console = new Console(out, err, () -> columns);
  }

  static Captured withoutTerminal() {
    return new Captured(OptionalInt.empty());
  }

  static Captured withColumns(int columns) {
    return new Captured(OptionalInt.of(columns));
  }

  Console console() {
    return console;
  }

  /** Runs the command line; answers its exit code. */
  int muster(String... arguments) {
    return new Main(console, new Interruption()).execute(arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
