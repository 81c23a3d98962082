package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcdFolderTest {
  @TempDir private Path folder;

  private final List<Path> asked = new ArrayList<>();

  @Test
  void theDriverThatFailsAloneIsNamedWithWhatLeavesItOut() throws IOException {
    for (String name : List.of("good.icd", "bad.icd", "readme.txt")) {
      Files.writeString(folder.resolve(name), "lib" + name);
    }
    List<String> failing =
        new IcdFolder(folder).thatFail(variables -> !onlyFile(variables).equals("bad.icd"));
    assertEquals(1, failing.size(), failing::toString);
    assertTrue(
        failing.getFirst().contains("the driver of " + folder.resolve("bad.icd")),
        failing::toString);
    assertTrue(failing.getFirst().endsWith("OCL_ICD_VENDORS=FOLDER"), failing::toString);
    assertEquals(2, asked.size());
    assertTrue(asked.stream().noneMatch(Files::exists), asked::toString);
  }

  private String onlyFile(Map<String, String> variables) {
    Path alone = Path.of(variables.get("OCL_ICD_VENDORS"));
    asked.add(alone);
    try (Stream<Path> files = Files.list(alone)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      String name = all.getFirst().getFileName().toString();
      assertEquals("lib" + name, Files.readString(all.getFirst()));
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFolderThatIsNotThereHasNoDriver() {
    assertEquals(List.of(), new IcdFolder(folder.resolve("missing")).thatFail(_ -> false));
  }
}
