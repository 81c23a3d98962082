package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same jar as a plain JMH runner: its flags for forks are baked in. */
class PlainJmhTest {
  private static final List<String> SHORTLY =
      List.of("-f", "1", "-wi", "1", "-w", "100ms", "-i", "1", "-r", "100ms");

  /**
   * An object per call would be 16 bytes at least. JMH allocates some 80 kB per iteration itself,
   * which was 1.2 per operation where a busy machine did half as many.
   */
  private static final double BYTES_PER_OPERATION_MAX = 8;

  @TempDir private Path folder;

  private Outcome jmh(String... arguments) {
    Outcome outcome = new MusterProcess(folder).jmh(arguments);
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome;
  }

  private Outcome measure(String benchmark, String line, String... more) {
    List<String> arguments = new ArrayList<>(SHORTLY);
    arguments.addAll(List.of("-p", "line=" + line, benchmark));
    arguments.addAll(List.of(more));
    return jmh(arguments.toArray(String[]::new));
  }

  @Test
  void allBenchmarksAreListedWithTheirParameters() {
    String listed = jmh("-lp").out();
    for (String benchmark :
        List.of(
            "KernelBenchmark.kernel",
            "RooflineBenchmark.kernel",
            "CollectiveBenchmark.plan",
            "PlanBenchmark.plan")) {
      assertTrue(listed.contains("dev.muster.suites." + benchmark), listed);
    }
    assertTrue(listed.contains("param \"line\""), listed);
  }

  @ParameterizedTest
  @CsvSource({
    "RooflineBenchmark, fma:f32:8 | - | cpu:1 | vector, -t 2",
    "CollectiveBenchmark, allreduce:f32:sum:4KiB | ring | cpu:2 | vector, -t 1",
    "PlanBenchmark, matmul:f32:32x32x32 | pk2;ring | cpu:2 | vector, -t 1"
  })
  void everyBenchmarkRuns(String benchmark, String line, String threads) {
    String said = measure(benchmark, line, threads.split(" ")).out();
    assertTrue(
        said.matches("(?s).*\\b" + benchmark + "\\.\\w+ +\\Q" + line + "\\E +avgt.* us/op\\s*"),
        said);
  }

  /**
   * In the last iteration JMH and the end of the trial allocate; the one before shows the kernel.
   */
  @Test
  void theVectorKernelAllocatesNothing() {
    String said =
        jmh(("-f 1 -wi 4 -w 1 -i 2 -r 500ms -prof gc KernelBenchmark"
                    + " -p line=matmul:f32:64x64x64|-|cpu:1|vector")
                .split(" "))
            .out();
    Matcher rate = Pattern.compile("gc\\.alloc\\.rate\\.norm: +(?:≈ )?(\\S+) B/op").matcher(said);
    assertTrue(rate.find(), said);
    assertTrue(Double.parseDouble(rate.group(1)) < BYTES_PER_OPERATION_MAX, said);
  }

  @Test
  void aBadLineEndsItsForkWithTheReason() {
    String said = measure("KernelBenchmark", "matmul:f32:8x8x8 | - | cpu:1 | vectr").out();
    assertTrue(said.contains("unknown kernel 'vectr'"), said);
  }
}
