package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.Result;
import dev.muster.results.StoredRun;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Planned;
import dev.muster.suites.measure.Suite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of all that can be measured belongs to a run. It is stored with every result, so that a run
 * goes on as it began.
 *
 * @param suite quick or full
 * @param only parts of lines, or names of sections; all where it is empty
 */
record RunScope(SuiteChoice suite, List<String> only) {
  private static final String SUITE = "suite";
  private static final String ONLY = "only";

  RunScope {
    only = List.copyOf(only);
  }

  /**
   * The scope with which a stored run began.
   *
   * @throws BadInputException where the file does not say
   */
  static RunScope of(StoredRun run) {
    Map<String, String> notes =
        run.results().stream()
            .findFirst()
            .map(Result::environment)
            .map(environment -> environment.notes())
            .orElse(Map.of());
    Optional<SuiteChoice> suite = SuiteChoice.find(notes.getOrDefault(SUITE, ""));
    List<String> only = notes.getOrDefault(ONLY, "").lines().toList();
    return suite
        .map(choice -> new RunScope(choice, only))
        .orElseThrow(
            () ->
                new BadInputException(
                    "'%s' does not say how its run began; legal: a file that 'muster run' wrote"
                        .formatted(run.file())));
  }

  /** As stored with the environment of each result. */
  Map<String, String> notes() {
    return only.isEmpty()
        ? Map.of(SUITE, suite.toString())
        : Map.of(SUITE, suite.toString(), ONLY, String.join("\n", only));
  }

  /**
   * What there is to measure, in the order of the report.
   *
   * @throws BadInputException where nothing is
   */
  List<Planned> plan(List<Discovered> found) {
    List<Planned> all = new Suite(suite.size(), found).planned();
    List<Planned> selected = all.stream().filter(this::contains).toList();
    if (selected.isEmpty()) {
      throw new BadInputException(
          "nothing matches --only '%s'; legal: %s, or a part of a line that --dry-run prints"
              .formatted(
                  String.join("' '", only),
                  all.stream().map(Planned::section).distinct().collect(Collectors.joining(", "))));
    }
    return selected;
  }

  private boolean contains(Planned planned) {
    return only.isEmpty()
        || only.stream()
            .anyMatch(
                text -> planned.section().equals(text) || planned.line().toString().contains(text));
  }

  /** As it is typed. */
  @Override
  public String toString() {
    String quick = suite == SuiteChoice.QUICK ? " --quick" : "";
    return "run"
        + quick
        + only.stream().map(text -> " --only '" + text + "'").reduce("", String::concat);
  }
}
