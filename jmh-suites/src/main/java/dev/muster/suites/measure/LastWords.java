package dev.muster.suites.measure;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the output of a process that ended early says of the reason, on one line. */
final class LastWords {
  private static final Pattern EXIT_CODE = Pattern.compile("failed with (exit code \\d+)");
  private static final String CRASH_FRAME = "# Problematic frame:";

  /** What a JVM, a C++ library and a shell say of their end, the most telling first. */
  private static final List<String> TELLING =
      List.of("# *SIG[A-Z]+ .*", "terminate called.*", ".*(Error|Exception)\\b.*", ".*[Kk]illed.*");

  private LastWords() {}

  static String of(String output) {
    List<String> lines =
        output.lines().map(String::strip).filter(Predicate.not(String::isEmpty)).toList();
    String words =
        Stream.of(exitCode(output), reason(lines), frame(lines))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? lines.stream().reduce("it said nothing", (_, last) -> last) : words;
  }

  private static Optional<String> exitCode(String output) {
    Matcher matcher = EXIT_CODE.matcher(output);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> reason(List<String> lines) {
    return TELLING.stream()
        .flatMap(telling -> lines.stream().filter(line -> line.matches(telling)))
        .map(LastWords::withoutMark)
        .findFirst();
  }

  /** Where the JVM crashed: the line below its heading. */
  private static Optional<String> frame(List<String> lines) {
    int heading = lines.indexOf(CRASH_FRAME);
    return heading >= 0 && heading + 1 < lines.size()
        ? Optional.of("in " + withoutMark(lines.get(heading + 1)))
        : Optional.empty();
  }

  private static String withoutMark(String line) {
    return line.replaceFirst("^# *", "");
  }
}
