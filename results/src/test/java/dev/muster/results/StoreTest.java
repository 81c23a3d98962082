package dev.muster.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir private Path folder;

  @Test
  void fileIsNamedByTimeAndHostWithoutColons() {
    try (RunWriter writer = Store.open(folder).begin(Samples.NOON, "a/b:c")) {
      assertEquals(folder.resolve("2026-11-24T120000Z-a_b_c.jsonl"), writer.file());
    }
  }

  @Test
  void openingMakesTheFolderAndLeavesNothingInIt() throws IOException {
    Path deep = folder.resolve("results/runs");
    Store.open(deep);
    try (Stream<Path> files = Files.list(deep)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void fileAppearsWithTheFirstResult() throws IOException {
    Result result = Samples.matmul("vector", 0.01);
    try (RunWriter writer = Store.open(folder).begin(Samples.NOON, "box")) {
      assertFalse(Files.exists(writer.file()));
      writer.append(result);
      assertEquals(List.of(ResultJson.write(result)), Files.readAllLines(writer.file()));
    }
  }

  @Test
  void secondRunOfTheSameSecondGetsAnotherFile() {
    Store store = Store.open(folder);
    try (RunWriter first = store.begin(Samples.NOON, "box")) {
      first.append(Samples.matmul("vector", 0.01));
      try (RunWriter second = store.begin(Samples.NOON, "box")) {
        assertEquals(folder.resolve("2026-11-24T120000Z-box-2.jsonl"), second.file());
      }
    }
  }

  @Test
  void folderThatCannotBeWrittenIsNamedBeforeAnythingIsMeasured() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path bad : List.of(file, file.resolve("below"), Path.of("/proc/muster"))) {
      String message = assertThrows(StoreException.class, () -> Store.open(bad)).getMessage();
      assertTrue(message.startsWith("cannot write to '" + bad + "'"), message);
      assertEquals(1, message.lines().count());
    }
  }
}
