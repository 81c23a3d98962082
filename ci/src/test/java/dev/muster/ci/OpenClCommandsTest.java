package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users run on a device of OpenCL, on tiny products; no figure counts here. */
class OpenClCommandsTest {
  private static final String DEVICE = "opencl:pocl";
  private static final String PROBLEM = "matmul:f32:64x64x64";

  @TempDir private Path folder;

  private Outcome muster(String... arguments) {
    Outcome outcome = new MusterProcess(folder).muster(arguments);
    if (outcome.err().contains("no OpenCL ")) {
      Require.missing("pocl", outcome.err());
    }
    return outcome;
  }

  private static void assertRows(Outcome outcome, List<String> rows) {
    assertEquals(0, outcome.exitCode(), outcome.err());
    for (String row : rows) {
      assertTrue(
          outcome.out().lines().anyMatch(line -> line.matches(row)),
          () -> row + " is not in\n" + outcome.out() + outcome.err());
    }
  }

  @Test
  void devicesAreComparedInOneTableForEachProblem() {
    Outcome outcome =
        muster(
            "compare-devices",
            DEVICE,
            "cpu:1",
            "--problem",
            PROBLEM,
            "--forks",
            "2",
            "--time",
            "0.01");
    assertRows(outcome, List.of(".*matmul:f32:64x64x64.*", ".*opencl:pocl.*", ".*cpu:1.*"));
  }

  @Test
  void clblastAndTheCpuStandBesideTheKernelOfADevice() throws IOException {
    Path shapes = Files.writeString(folder.resolve("shapes"), "33x34x35\n");
    Outcome outcome =
        muster(
            "matmul",
            "--pool",
            DEVICE,
            "--shapes",
            shapes.toString(),
            "--forks",
            "2",
            "--time",
            "0.01",
            "--peers",
            "clblast,cpu");
    assertRows(
        outcome,
        List.of(".*33x34x35.*clblast.*", ".*33x34x35.*opencl.*", "geomean .* at 33x34x35"));
  }
}
