package dev.muster.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunTest {
  private static final Result FIRST = Samples.matmul("scalar", 0.1);
  private static final Result SECOND = Samples.matmul("vector", 0.01);
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void storeTwoResults() {
    try (RunWriter writer = Store.open(folder).begin(Samples.NOON, "box")) {
      file = writer.file();
      writer.append(FIRST);
      writer.append(SECOND);
    }
  }

  @Test
  void whatWasStoredIsReadBack() {
    StoredRun run = StoredRun.read(file);
    assertEquals(List.of(FIRST, SECOND), run.results());
    assertEquals(List.of(), run.notes());
  }

  @Test
  void lineThatAKillToreAtAnyByteIsLeftOutAndNoted() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int firstBytes = ResultJson.write(FIRST).getBytes(StandardCharsets.UTF_8).length + 1;
    for (int end = firstBytes + 1; end < whole.length; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      StoredRun run = StoredRun.read(file);
      assertEquals(List.of(FIRST), run.results());
      assertEquals(1, run.notes().size());
      assertTrue(run.notes().getFirst().contains("line 2 is torn"), run.notes().getFirst());
    }
  }

  @Test
  void resumingCutsTheTornLineOff() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 9));
    try (RunWriter writer = RunWriter.resume(StoredRun.read(file))) {
      writer.append(SECOND);
    }
    assertEquals(List.of(FIRST, SECOND), StoredRun.read(file).results());
    assertEquals(List.of(), StoredRun.read(file).notes());
  }

  @Test
  void interruptedThreadStillStoresItsResult() {
    try (RunWriter writer = RunWriter.resume(StoredRun.read(file))) {
      Thread.currentThread().interrupt();
      writer.append(Samples.allReduce(0.01));
      assertTrue(Thread.interrupted());
    }
    assertEquals(3, StoredRun.read(file).results().size());
  }

  @Test
  void onlyWhatWasTimedOrWrongIsDone() {
    Result.Builder builder = Samples.of("matmul", "matmul:f32:8x8x8 | - | cpu:1 | vector");
    Result wrong = builder.settings("wrong").wrong(new Verdict(2, 1, "C[0,0]"));
    try (RunWriter writer = RunWriter.resume(StoredRun.read(file))) {
      writer.append(wrong);
      writer.append(builder.settings("unsupported").unsupported("no such thing"));
      writer.append(builder.settings("failed").failed("it broke"));
    }
    assertEquals(Set.of(FIRST.key(), SECOND.key(), wrong.key()), StoredRun.read(file).done());
  }

  @Test
  void laterResultReplacesTheEarlierOfTheSameKeyInItsPlace() {
    Result again = Samples.matmul("scalar", 0.2);
    try (RunWriter writer = RunWriter.resume(StoredRun.read(file))) {
      writer.append(again);
    }
    assertEquals(List.of(again, SECOND), StoredRun.read(file).results());
  }

  @Test
  void badLineIsNamedByFileAndNumber() throws IOException {
    Files.writeString(file, ResultJson.write(FIRST) + "\n{\"schemaVersion\":99}\n");
    assertEquals(
        "'%s' line 2: schema version 99 is unknown here; legal: 1".formatted(file),
        assertThrows(StoreException.class, () -> StoredRun.read(file)).getMessage());
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("missing.jsonl");
    String message = assertThrows(StoreException.class, () -> StoredRun.read(missing)).getMessage();
    assertTrue(message.startsWith("no file '" + missing + "'; legal: "), message);
  }
}
