package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLogTest {
  private static final ClProgram.Source SOURCE = new ClProgram.Source("matmul.cl", "-DROWS=4");
  private static final ClProgram.Source OTHER = new ClProgram.Source("matmul.cl", "-DROWS=8");

  @TempDir private Path folder;

  @Test
  void theNextFailureOfTheSameReplacesTheLastOne() throws IOException {
    Path logs = folder.resolve("build-logs");
    BuildLog.keep(logs, SOURCE, "opencl:0/2", "first");
    Path file = BuildLog.keep(logs, SOURCE, "opencl:0/2", "second").orElseThrow();
    String name = file.getFileName().toString();
    assertTrue(name.matches("matmul-cl-opencl-0-2-[0-9a-f]{8}\\.log"), name);
    assertEquals("second", Files.readString(file));
  }

  @Test
  void otherOptionsHaveAFileOfTheirOwn() throws IOException {
    Path first = BuildLog.keep(folder, SOURCE, "opencl:0", "first").orElseThrow();
    Path second = BuildLog.keep(folder, OTHER, "opencl:0", "second").orElseThrow();
    assertEquals("first", Files.readString(first));
    assertEquals("second", Files.readString(second));
  }

  @Test
  void whereNothingCanBeWrittenThereIsNoFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals(Optional.empty(), BuildLog.keep(file, SOURCE, "opencl:0", "log"));
  }
}
