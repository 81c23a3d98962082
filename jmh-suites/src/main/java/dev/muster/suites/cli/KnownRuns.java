package dev.muster.suites.cli;

import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.StoreException;
import dev.muster.results.StoredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stored runs know of a machine.
 *
 * @param results of two of one line the later one
 * @param from where they come from, for people
 */
record KnownRuns(List<Result> results, String from) {
  private static final String END = ".jsonl";

  /** What is older than that is of another time. */
  private static final int RUNS_MAX = 50;

  KnownRuns {
    results = List.copyOf(results);
  }

  /** Of one file. */
  static KnownRuns of(Path file) {
    return of(List.of(StoredRun.read(file)));
  }

  /**
   * Of the last runs of a machine in a folder, which need not be there; files that cannot be read
   * are no runs.
   */
  static Optional<KnownRuns> of(Path folder, Environment machine) {
    List<StoredRun> runs =
        files(folder).stream()
            .sorted(Comparator.reverseOrder())
            .flatMap(file -> readable(file).stream())
            .filter(run -> isOf(run, machine))
            .limit(RUNS_MAX)
            .toList();
    return runs.isEmpty() ? Optional.empty() : Optional.of(of(runs));
  }

  /** The latest first. */
  private static KnownRuns of(List<StoredRun> runs) {
    Map<String, Result> latest = new LinkedHashMap<>();
    for (StoredRun run : runs) {
      run.results().stream()
          .filter(Result::timed)
          .forEach(result -> latest.putIfAbsent(result.line(), result));
    }
    String last = shown(runs.getFirst());
    return new KnownRuns(
        List.copyOf(latest.values()),
        runs.size() == 1 ? last : "%s and %d before it".formatted(last, runs.size() - 1));
  }

  /** Its file, as it is called from where one is. */
  private static String shown(StoredRun run) {
    Path here = Path.of("").toAbsolutePath();
    Path file = run.file().toAbsolutePath();
    return (file.startsWith(here) ? here.relativize(file) : file).toString();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(END)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<StoredRun> readable(Path file) {
    try {
      return Optional.of(StoredRun.read(file));
    } catch (StoreException _) {
      return Optional.empty();
    }
  }

  private static boolean isOf(StoredRun run, Environment machine) {
    return !run.results().isEmpty()
        && Resumption.machine(run.results().getFirst().environment())
            .equals(Resumption.machine(machine));
  }
}
