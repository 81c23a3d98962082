package dev.muster.ci;

/** How a command ended and what it said. */
record Outcome(int exitCode, String out, String err) {
  long errLines() {
    return err.lines().count();
  }
}
