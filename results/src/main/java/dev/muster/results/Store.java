package dev.muster.results;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A folder of runs, one file of JSON lines each, named {@code <UTC time>-<host>.jsonl}.
 *
 * @param folder where the files are
 */
public record Store(Path folder) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The store in this folder, which is made where it is missing. That a file can be written there
   * is tried out now, so that nobody measures for nothing.
   *
   * @throws StoreException where it cannot be written
   */
  public static Store open(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".probe", ".tmp"));
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(
          "cannot write to '%s': it is a file; legal: a folder".formatted(folder), e);
    } catch (IOException e) {
      throw new StoreException(
          "cannot write to '%s' (%s); legal: a folder that can be written"
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
    return new Store(folder);
  }

  /** A new run. Its file appears with its first result. */
  public RunWriter begin(Instant startedAt, String host) {
    String name = TIME.format(startedAt) + "-" + host.replaceAll("[^A-Za-z0-9._-]", "_");
    Path file = folder.resolve(name + ".jsonl");
    for (int number = 2; Files.exists(file); number++) {
      file = folder.resolve(name + "-" + number + ".jsonl");
    }
    return RunWriter.create(file);
  }
}
