package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhJsonTest {
  @TempDir private Path folder;

  @Test
  void aFileThatIsNotJmhsIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("run.jmh.json"), "{ torn");
    StoreException refused =
        assertThrows(StoreException.class, () -> new JmhJson(folder.resolve("run.jsonl")));
    assertEquals("cannot read '%s': not JMH's JSON".formatted(file), refused.getMessage());
    assertTrue(Files.exists(file));
  }

  @Test
  void withoutResultsThereIsNoFile() throws IOException {
    new JmhJson(folder.resolve("run.jsonl")).accept(List.of());
    try (var files = Files.list(folder)) {
      assertFalse(files.findAny().isPresent());
    }
  }
}
