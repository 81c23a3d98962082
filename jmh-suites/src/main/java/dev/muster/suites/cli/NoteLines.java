package dev.muster.suites.cli;

/** Sends what is printed to standard error, where standard output belongs to a script. */
final class NoteLines implements Appendable {
  private final Console console;
  private final StringBuilder line = new StringBuilder();

  NoteLines(Console console) {
    this.console = console;
  }

  @Override
  public Appendable append(CharSequence text) {
    return append(text, 0, text.length());
  }

  @Override
  public Appendable append(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      append(text.charAt(i));
    }
    return this;
  }

  @Override
  public Appendable append(char character) {
    if (character == '\n') {
      console.note(line.toString());
      line.setLength(0);
    } else {
      line.append(character);
    }
    return this;
  }
}
