package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.Require;
import dev.muster.results.Result;
import dev.muster.results.ResultJson;
import dev.muster.results.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muster bench} as users run it. */
class BenchTest {
  private static final String GOOD = "matmul:f32:16x16x16 | - | cpu:1 | vector";

  @TempDir private Path folder;

  private Outcome bench(String... lines) {
    return new MusterProcess(folder).muster(arguments(lines));
  }

  private static String[] arguments(String... lines) {
    return Stream.concat(
            Stream.of("bench", "--forks", "1", "--time", "0.01", "--format", "json"),
            Stream.of(lines))
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

  private List<Result> benchOverMpi(String... lines) {
    Outcome outcome = bench(lines);
    if (outcome.err().contains("no launcher of")) {
      Require.missing("mpi", outcome.err());
    }
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome.out().lines().map(ResultJson::read).toList();
  }

  @Test
  void productsOverMpiAreThoseOfOneDevice() {
    List<Result> results =
        benchOverMpi(
            "matmul:f32:50x40x60 | row | mpi:3:openmpi | vector",
            "matmul:f64:50x40x60:beta=0.5 | sm2,pk2;ring | mpi:2:mpich | vector");
    assertEquals(List.of("pm3", "sm2,pk2;ring"), results.stream().map(Result::plan).toList());
    results.forEach(
        result -> {
          assertEquals(Status.OK, result.status(), result.message());
          assertEquals(2000, result.verdict().checkedCount());
        });
  }

  @Test
  void layersOverMpiAreThoseOfOneDevice() {
    List<Result> results =
        benchOverMpi(
            "mlp:bf16:50x16x40 | megatron | mpi:2:openmpi | vector",
            "mlp:f32:51x16x40:tokens=split | megatron | mpi:3:mpich | vector");
    assertEquals(
        List.of(50L * 16, 51L * 16),
        results.stream().map(result -> result.verdict().checkedCount()).toList());
    results.forEach(result -> assertEquals(Status.OK, result.status(), result.message()));
  }

  /** A is 257 MiB, of which PoCL allocates 256 at once where it may take 1 GiB in all. */
  @Test
  void whatDoesNotFitADeviceIsBroughtPartByPartWhereThatIsAsked() {
    String line = "matmul:f32:8208x4x8208 | - | opencl:pocl | opencl";
    MusterProcess small = new MusterProcess(folder).with("POCL_MEMORY_LIMIT", "1");
    Outcome refused = small.muster("bench", "--forks", "1", "--time", "0.01", line);
    if (refused.exitCode() == 2) {
      Require.missing("pocl", refused.err());
    }
    assertTrue(refused.out().contains("[unsupported]"), refused.out());
    Outcome fitted = small.muster("bench", "--fit", "--forks", "1", "--time", "0.01", line);
    assertEquals(0, fitted.exitCode(), fitted.err());
    assertTrue(fitted.err().contains("does not fit"), fitted.err());
    assertTrue(fitted.out().matches("(?s).* correct .* sm2 .*opencl:streamed.*"), fitted.out());
  }

  @Test
  void aPlanThatDoesNotFitAJobIsRefused() {
    Outcome outcome = bench("matmul:f32:50x40x60 | pm2 | mpi:3 | vector");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("needs 2 ranks, pool has 3"), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({"k-split;ring, cpu:2, rank 1: cpu-core-", "'sm2,pk2;ring', mpi:2, rank 1: "})
  void theTraceOfAPlanOpensAsJson(String plan, String pool, String rank) throws IOException {
    Path file = folder.resolve("trace.json");
    Outcome outcome =
        new MusterProcess(folder)
            .muster(
                "bench",
                "--forks",
                "1",
                "--trace",
                file.toString(),
                "matmul:f32:64x64x64 | %s | %s | vector".formatted(plan, pool));
    if (outcome.err().contains("no mpirun")) {
      Require.missing("mpi", outcome.err());
    }
    assertEquals(0, outcome.exitCode(), outcome.err());
    String trace = Files.readString(file);
    assertTrue(trace.contains("\"traceEvents\":[{"), trace);
    assertTrue(trace.contains("pk2;ring"), trace);
    assertTrue(trace.contains(rank), trace);
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

  /** PoCL builds with the linker that it finds on the PATH, and here that never ends. */
  @Test
  void aBuildThatHangsCostsItsOwnLineOnly() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Path linker = Files.writeString(tools.resolve("ld"), "#!/bin/sh\nexec sleep 600\n");
    assertTrue(linker.toFile().setExecutable(true));
    Outcome outcome =
        new MusterProcess(folder)
            .with("PATH", tools + ":" + System.getenv("PATH"))
            .with("POCL_CACHE_DIR", folder.resolve("pocl").toString())
            .with("MUSTER_BUILD_SECONDS", "5")
            .muster(arguments("matmul:f32:5x5x5 | - | opencl:pocl | opencl", GOOD));
    if (outcome.exitCode() == 2) {
      Require.missing("pocl", outcome.err());
    }
    List<Result> results = outcome.out().lines().map(ResultJson::read).toList();
    assertEquals(List.of(Status.FAILED, Status.OK), results.stream().map(Result::status).toList());
    String failed = results.getFirst().message();
    assertTrue(failed.contains("did not build or run a kernel within 5.00 s"), failed);
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
