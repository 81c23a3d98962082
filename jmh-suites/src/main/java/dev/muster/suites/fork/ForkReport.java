package dev.muster.suites.fork;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.results.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a benchmark's process tells beyond the times that JMH takes: one small file per fork, in the
 * folder that the system property {@value #FOLDER} names. Without the property nothing is written.
 *
 * @param outcome how far it came
 * @param reason why it came no further; empty where it was measured
 * @param verdict what the check found
 * @param ran what really ran, by name
 * @param counters numbers that belong to the result, by name
 * @param sampleSeconds times that the pool took itself; empty where JMH's count
 */
public record ForkReport(
    Outcome outcome,
    String reason,
    Verdict verdict,
    Map<String, String> ran,
    Map<String, Double> counters,
    List<Double> sampleSeconds) {

  /** Names the folder, in the process of the fork. */
  public static final String FOLDER = "muster.fork.reports";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** How far a fork came. */
  public enum Outcome {
    MEASURED,
    UNSUPPORTED,
    WRONG,
    FAILED
  }

  /** A fork that could not be measured. */
  public static ForkReport without(Outcome outcome, String reason) {
    return new ForkReport(outcome, reason, Verdict.NONE, Map.of(), Map.of(), List.of());
  }

  /** Hands the report to the process that started this fork, if it asked for one. */
  public void send() {
    Optional<String> folder = Optional.ofNullable(System.getProperty(FOLDER));
    folder.ifPresent(name -> write(Path.of(name)));
  }

  private void write(Path folder) {
    String name =
        "fork-%d-%d.json".formatted(System.currentTimeMillis(), ProcessHandle.current().pid());
    try {
      Path part = folder.resolve(name + ".part");
      JSON.writeValue(part.toFile(), this);
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All reports of a folder, oldest first. */
  public static List<ForkReport> readAll(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
      found.forEach(files::add);
      files.sort(null);
      List<ForkReport> reports = new ArrayList<>();
      for (Path file : files) {
        reports.add(JSON.readValue(file.toFile(), ForkReport.class));
      }
      return reports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
