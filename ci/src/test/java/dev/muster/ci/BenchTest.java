package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.Result;
import dev.muster.results.ResultJson;
import dev.muster.results.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster bench} as users run it. */
class BenchTest {
  private static final String GOOD = "matmul:f32:16x16x16 | - | cpu:1 | vector";

  @TempDir private Path folder;

  private Outcome bench(String... lines) {
    return new MusterProcess(folder).muster(arguments(lines));
  }

  private static String[] arguments(String... lines) {
    return Stream.concat(Stream.of("bench", "--forks", "1", "--format", "json"), Stream.of(lines))
        .toArray(String[]::new);
  }

  @Test
  void aRepeatLineIsMeasuredAndOnlyItsRecordIsOnStandardOutput() {
    Outcome outcome = bench(GOOD);
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.out().lines().count());
    Result result = ResultJson.read(outcome.out().strip());
    assertEquals(Status.OK, result.status());
    assertEquals(GOOD, result.line());
    assertTrue(outcome.err().startsWith("[1/1] " + GOOD), outcome.err());
  }

  @Test
  void aBadLineAmongGoodOnesIsRefusedBeforeAnyIsMeasured() {
    Outcome outcome = bench(GOOD, "matmul:f32:16x16x16 | pm3 | cpu:2 | vector");
    assertEquals(2, outcome.exitCode());
    assertEquals("", outcome.out());
    assertEquals(1, outcome.errLines(), outcome.err());
    assertTrue(outcome.err().contains("'pm3'"), outcome.err());
  }

  @Test
  void withoutALoaderOpenClIsUnsupportedAndThatIsNoFailure() {
    Outcome outcome =
        new MusterProcess(folder)
            .with("JDK_JAVA_OPTIONS", "-Dorg.lwjgl.opencl.libname=/nowhere/libOpenCL.so")
            .muster("bench", "--forks", "1", "matmul:f32:8x8x8 | - | opencl:0 | opencl");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("[unsupported] no OpenCL platform: install"), outcome.out());
  }

  @Test
  void aBrokenKernelCostsItsOwnLineOnly() {
    Outcome outcome =
        new MusterProcess(folder)
            .withBrokenKernels()
            .muster(
                arguments(
                    "matmul:f32:5x5x5 | - | cpu:1 | wrong",
                    "matmul:f32:5x5x5 | pm2 | cpu:2 | crashing",
                    GOOD));
    assertEquals(1, outcome.exitCode(), outcome.err());
    List<Result> results = outcome.out().lines().map(ResultJson::read).toList();
    assertEquals(
        List.of(Status.WRONG, Status.FAILED, Status.OK),
        results.stream().map(Result::status).toList());
    String wrong = results.get(0).message();
    assertTrue(wrong.matches("WRONG \\d+ of 25, worst at C.*: expected .*, got 0.*"), wrong);
    String failed = results.get(1).message();
    assertTrue(failed.startsWith("[failed] the process ended early: exit code 134"), failed);
  }

  @Test
  void anInterruptLeavesNoForkBehind() throws Exception {
    MusterProcess.Running bench =
        new MusterProcess(folder).inGroupOfItsOwn().start(arguments(GOOD));
    while (!Files.readString(bench.err()).contains("[1/1]")) {
      assertTrue(bench.process().isAlive(), Files.readString(bench.err()));
      TimeUnit.MILLISECONDS.sleep(50);
    }
    bench.awaitChild();
    Outcome outcome = bench.interruptAlone();
    assertEquals(130, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.out());
  }
}
