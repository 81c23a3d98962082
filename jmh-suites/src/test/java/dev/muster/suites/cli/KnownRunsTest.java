package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.results.Environment;
import dev.muster.results.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownRunsTest {
  private static final Environment HERE = Examples.environment("this", Map.of());

  @TempDir private Path folder;

  private void store(String file, String cpu) throws IOException {
    Environment environment = Examples.environment(cpu, Map.of());
    write(
        file,
        ResultJson.write(Examples.measured(Examples.product(8), environment))
            + System.lineSeparator());
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private Optional<String> found() {
    return KnownRuns.of(folder, HERE).map(known -> known.results().size() + " of " + known.from());
  }

  private String path(String file) {
    return folder.resolve(file).toString();
  }

  @Test
  void theyAreThoseOfThisMachine() throws IOException {
    store("2026-01-01T000000Z-host.jsonl", "this");
    store("2026-01-02T000000Z-host.jsonl", "this");
    store("2026-01-03T000000Z-host.jsonl", "another");
    assertEquals(
        Optional.of("1 of " + path("2026-01-02T000000Z-host.jsonl") + " and 1 before it"), found());
  }

  @Test
  void filesThatAreNoRunsArePassedOver() throws IOException {
    store("2026-01-01T000000Z-host.jsonl", "this");
    write("2026-01-02T000000Z-host.jsonl", "not JSON\n");
    write("2026-01-03T000000Z-host.jsonl", "");
    write("2026-01-04T000000Z-host.jmh.json", "[]");
    assertEquals(Optional.of("1 of " + path("2026-01-01T000000Z-host.jsonl")), found());
  }

  @Test
  void thereIsNoneWhereNothingIsStored() {
    assertEquals(Optional.empty(), found());
    assertEquals(Optional.empty(), KnownRuns.of(folder.resolve("nowhere"), HERE));
  }
}
