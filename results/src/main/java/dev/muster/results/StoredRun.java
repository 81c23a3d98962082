package dev.muster.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run as it was stored.
 *
 * @param file where it was read
 * @param results in the order they were first measured; of two with the same key, the later one
 * @param notes what a reader must be told, e.g. of a torn line; empty if nothing
 * @param wholeBytes length of the file up to the end of its last whole line
 */
public record StoredRun(Path file, List<Result> results, List<String> notes, long wholeBytes) {

  public StoredRun {
    results = List.copyOf(results);
    notes = List.copyOf(notes);
  }

  /**
   * Reads a file of results. A last line without its end was cut off by whatever ended the run: it
   * is left out and noted.
   *
   * @throws StoreException naming the file and the line that cannot be read
   */
  public static StoredRun read(Path file) {
    byte[] bytes = bytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    List<String> notes = new ArrayList<>();
    if (end < bytes.length) {
      notes.add(
          "'%s' line %d is torn (%d bytes without an end of line) and left out"
              .formatted(file, lines.size() + 1, bytes.length - end));
    }
    return new StoredRun(file, results(file, lines), notes, end);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          "no file '%s'; legal: a stored run, results/runs/<time>-<host>.jsonl".formatted(file), e);
    } catch (IOException e) {
      throw new StoreException(
          "cannot read '%s': %s %s".formatted(file, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  private static List<Result> results(Path file, List<String> lines) {
    Map<Result.Key, Result> latest = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        Result result = ResultJson.read(lines.get(i));
        latest.put(result.key(), result);
      } catch (StoreException e) {
        throw new StoreException("'%s' line %d: %s".formatted(file, i + 1, e.getMessage()), e);
      }
    }
    return List.copyOf(latest.values());
  }

  /**
   * What need not be measured again: all that was timed or found wrong. What was unsupported or
   * failed may go better now.
   */
  public Set<Result.Key> done() {
    return results.stream()
        .filter(result -> result.timed() || result.status() == Status.WRONG)
        .map(Result::key)
        .collect(Collectors.toUnmodifiableSet());
  }
}
