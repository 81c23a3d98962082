package dev.muster.ci;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something that a page shows how to add: one {@code ```diff} block.
 *
 * @param diff of one or more files, in git's form
 */
record Contribution(String diff) {
  private static final Pattern BLOCK =
      Pattern.compile("^```diff *\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FILE = Pattern.compile("^\\+\\+\\+ b/(\\S+)$", Pattern.MULTILINE);
  private static final Pattern CHANGED_LINE =
      Pattern.compile("^[+-](?!\\+\\+ |-- )(.*)$", Pattern.MULTILINE);
  private static final String SERVICES = "META-INF/services/";

  /** All diffs of a page, in its order. */
  static List<Contribution> of(String page) {
    return firstGroups(BLOCK, page).map(Contribution::new).toList();
  }

  /** Paths of the files that it makes or changes. */
  List<String> files() {
    return firstGroups(FILE, diff).toList();
  }

  /** The interface that the new class is a service of. */
  String service() {
    String file =
        files().stream().filter(each -> each.contains(SERVICES)).findFirst().orElseThrow();
    return file.substring(file.indexOf(SERVICES) + SERVICES.length());
  }

  /** What changes where the new class is registered, line by line. */
  List<String> registration() {
    return Stream.of(diff.split("(?m)^(?=diff --git )"))
        .filter(part -> part.contains(SERVICES))
        .flatMap(part -> firstGroups(CHANGED_LINE, part))
        .toList();
  }

  /** The name of the new class. */
  String provider() {
    return registration().getFirst();
  }

  Contribution replace(String text, String other) {
    return new Contribution(diff.replace(text, other));
  }

  private static Stream<String> firstGroups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
  }

  @Override
  public String toString() {
    return provider();
  }
}
