package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLogTest {
  @TempDir private Path folder;

  @Test
  void theNextFailureReplacesTheLastOne() throws IOException {
    Path logs = folder.resolve("build-logs");
    BuildLog.keep(logs, "matmul.cl", "opencl:0/2", "first");
    Path file = BuildLog.keep(logs, "matmul.cl", "opencl:0/2", "second").orElseThrow();
    assertEquals("matmul-cl-opencl-0-2.log", file.getFileName().toString());
    assertEquals("second", Files.readString(file));
  }

  @Test
  void whereNothingCanBeWrittenThereIsNoFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals(Optional.empty(), BuildLog.keep(file, "matmul.cl", "opencl:0", "log"));
  }
}
