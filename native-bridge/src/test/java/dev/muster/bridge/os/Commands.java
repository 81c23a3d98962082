package dev.muster.bridge.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What other programs say, to check ours against; a missing program skips the test. */
final class Commands {
  private Commands() {}

  static String output(String... command) {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().remove("OMP_NUM_THREADS");
    builder.environment().remove("OMP_THREAD_LIMIT");
    try {
      Process process = builder.start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Assumptions.assumeTrue(process.waitFor() == 0, command[0] + " fails here");
      return output;
    } catch (IOException e) {
      return Assumptions.abort("no program " + command[0] + ": " + e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
