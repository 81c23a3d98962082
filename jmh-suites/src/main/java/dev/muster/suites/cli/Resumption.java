package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.StoredRun;
import dev.muster.suites.measure.Planned;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stored run that goes on as it began.
 *
 * @param run as it was stored
 * @param scope with which it began
 */
record Resumption(StoredRun run, RunScope scope) {

  /** Reads the file and finds out how its run began. */
  static Resumption of(Path file) {
    StoredRun run = StoredRun.read(file);
    return new Resumption(run, RunScope.of(run));
  }

  /** As the file is now: whoever wrote to it may have gone on since it was read. */
  Resumption again() {
    return of(run.file());
  }

  /** What was another when the run began: its figures stand beside others in one table. */
  List<String> notes(Environment here) {
    Environment there = run.results().getFirst().environment();
    return Stream.of(
            changed("Muster", there.musterVersion(), here.musterVersion()),
            changed("the commit", there.gitCommit(), here.gitCommit()),
            changed("the JDK", there.jdk(), here.jdk()))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<String> changed(String what, String there, String here) {
    return there.equals(here)
        ? Optional.empty()
        : Optional.of(
            "%s was %s when '%s' began, and is %s".formatted(what, there, run.file(), here));
  }

  /**
   * What is typed beside {@code --resume} may only say the same again.
   *
   * @throws BadInputException where it says something else
   */
  void requireNothingElse(RunScope typed) {
    boolean sameSuite = typed.suite() == SuiteChoice.FULL || typed.suite() == scope.suite();
    boolean sameLines = typed.only().isEmpty() || typed.only().equals(scope.only());
    if (!sameSuite || !sameLines) {
      throw new BadInputException(
          "'%s' began as '%s', not as '%s'; legal: --resume alone, which goes on as it began"
              .formatted(run.file(), scope, typed));
    }
  }

  /**
   * A speedup over what another machine measured would be a lie.
   *
   * @throws BadInputException where the run began on another machine
   */
  void requireSameMachine(Environment here) {
    Environment there = run.results().getFirst().environment();
    if (!machine(there).equals(machine(here))) {
      throw new BadInputException(
          "'%s' began on another machine (%s), this is %s; legal: a run that began here"
              .formatted(run.file(), machine(there), machine(here)));
    }
  }

  static String machine(Environment environment) {
    return "%s with %d cores".formatted(environment.cpu(), environment.logicalCores());
  }

  /** What need not be measured again. */
  Map<Result.Key, Result> known() {
    Set<Result.Key> done = run.done();
    return run.results().stream()
        .filter(result -> done.contains(result.key()))
        .collect(Collectors.toMap(Result::key, Function.identity()));
  }

  /** What it has beyond the plan, such as results of a device that has gone. */
  List<Result> beyond(List<Planned> planned) {
    Set<Result.Key> keys = planned.stream().map(Planned::key).collect(Collectors.toSet());
    return run.results().stream().filter(result -> !keys.contains(result.key())).toList();
  }
}
