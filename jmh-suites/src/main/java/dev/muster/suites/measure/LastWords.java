package dev.muster.suites.measure;

import java.util.List;

/** What the output of a process that ended early says of the reason, on one line. */
final class LastWords {
  private static final List<String> TELLING =
      List.of("SIGSEGV", "SIGABRT", "SIGILL", "terminate called", "Error", "Exception", "killed");

  private LastWords() {}

  static String of(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> TELLING.stream().anyMatch(line::contains))
        .findFirst()
        .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
  }
}
