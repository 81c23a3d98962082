package dev.muster.suites.cli;

import dev.muster.results.Environment;
import dev.muster.results.StoreException;
import dev.muster.results.StoredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The last stored run of a machine. */
final class LastRun {
  private static final String END = ".jsonl";

  private LastRun() {}

  /** In this folder, which need not be there; files that cannot be read are no runs. */
  static Optional<StoredRun> of(Path folder, Environment machine) {
    return files(folder).stream()
        .sorted(Comparator.reverseOrder())
        .flatMap(file -> readable(file).stream())
        .filter(run -> isOf(run, machine))
        .findFirst();
  }

  /** Its file, as it is called from where one is. */
  static String shown(StoredRun run) {
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
