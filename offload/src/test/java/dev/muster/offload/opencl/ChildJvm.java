package dev.muster.offload.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests with other drivers than this process has loaded. */
final class ChildJvm {
  private ChildJvm() {}

  /** What the process wrote, to standard output and error, and how it ended. */
  record Ended(int exitCode, String output) {}

  /**
   * @param environment added to that of this process
   * @param command options of the JVM, main class, arguments
   */
  static Ended run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=deny"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
