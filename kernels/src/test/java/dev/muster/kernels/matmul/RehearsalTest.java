package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whether C2 has compiled a product before it is run, in a process of its own as a benchmark has
 * it: what other tests have run before decides what C2 makes of the same code.
 */
class RehearsalTest {
  /** Of products whose vectors are objects: 39 MB, and 7 where only those that pack are. */
  private static final long BYTES_MAX = 1 << 20;

  /** Its last row of tiles is not whole, and its last vector is not. */
  @Test
  void aProductWithEdgesIsCompiledWhenItIsFirstRun() throws Exception {
    assertIsCompiled("35", "701", "2048");
  }

  @Test
  void whatPacksBIsCompiledWhenItIsFirstRun() throws Exception {
    assertIsCompiled("450", "701", "2048");
  }

  private static void assertIsCompiled(String... shape) throws Exception {
    long bytes = Long.parseLong(run(shape));
    assertTrue(bytes < BYTES_MAX, bytes + " bytes allocated");
  }

  /** With the flags of this JVM; its standard error is that of the test. */
  private static String run(String... shape) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--") || flag.startsWith("-XX"))
        .forEach(command::add);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), RehearsalMain.class.getName()));
    command.addAll(List.of(shape));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor());
    return output;
  }
}
