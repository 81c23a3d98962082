package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.contract.Require;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract on Oclgrind, a simulator that reports each access outside of a buffer, each data
 * race and each wrong call of the API. In a process of its own, whose only driver it is.
 */
class OclgrindTest {
  private static final String RACES = "OCLGRIND_DATA_RACES";
  private static final String UNINITIALIZED = "OCLGRIND_UNINITIALIZED";
  private static final String OPTIONS = "OCLGRIND_BUILD_OPTIONS";
  private static final List<Path> LIBRARIES =
      Stream.of(
              "/usr/lib/oclgrind",
              "/usr/lib64/oclgrind",
              "/usr/local/lib/oclgrind",
              "/usr/local/lib")
          .map(folder -> Path.of(folder, "liboclgrind-rt-icd.so"))
          .toList();

  @Test
  void theSimulatorFindsNoBadAccessAndNoRace(@TempDir Path folder) throws Exception {
    assertNothingFound(folder, RACES, SimulatedContract.class);
  }

  @Test
  void theSimulatorFindsNothingUninitialized(@TempDir Path folder) throws Exception {
    assertNothingFound(folder, UNINITIALIZED, SimulatedStreams.class);
  }

  /**
   * A process for each product, and none that LLVM has optimised: Oclgrind 21.10 takes what one
   * program has left for that of the next, and ends where it meets {@code freeze}.
   */
  @ParameterizedTest
  @CsvSource({
    "8x2@16, matmul:f32:9x37x5",
    "8x2@16, matmul:f64:9x21x5:trans=TT:alpha=0.7:beta=0.7",
    "3x1@4, matmul:f32:7x9x11:trans=TN",
    "3x1@4-streamed, matmul:f32:4x9x300:alpha=0.7:beta=0.7",
    "3x2@4-staged, matmul:f32:7x21x11",
    "3x2@4-packed, matmul:f32:7x21x11:trans=TN",
    "12x8x5/3x2, matmul:f32:13x9x11",
    "8x8x4/4x2@4x2, matmul:f32:9x11x0",
    "8x8x4/4x2@4x2, matmul:f32:9x11x7:trans=NT:beta=1.0",
    "4x8x2/2x4@2x2k3, matmul:f32:5x9x13",
    "4x8x2/2x4@2x2k3, matmul:f32:5x9x13:trans=TN:alpha=0.7:beta=0.7",
    "8x16x4/2x2@2x2, matmul:f64:9x17x5",
    "sub-3x2@8, matmul:f32:5x19x13:beta=1.0",
    "sub-3x2@8, matmul:f64:5x19x13:trans=TT",
    "xmx-8x1@8, matmul:bf16:9x11x19:trans=TN",
    "xmx-16x1@16, matmul:f16:9x11x19:trans=NT:beta=1.0"
  })
  void theSimulatorFindsNothingUninitializedInAProduct(
      String tile, String product, @TempDir Path folder) throws Exception {
    assertNothingFound(
        folder,
        Map.of(UNINITIALIZED, "1", OPTIONS, "-O0"),
        KernelMain.class,
        List.of("opencl:" + tile, product));
  }

  /** What shows how fast a device is at most, of which a work-item is long: few of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fma:f32:4",
        "fma:f64:1",
        "int8-dot:i32:1",
        "local:f32:4",
        "local:f64:3",
        "launch:f32"
      })
  void theSimulatorFindsNothingInACeiling(String ceiling, @TempDir Path folder) throws Exception {
    assertNothingFound(
        folder,
        Map.of(RACES, "1", UNINITIALIZED, "1", OPTIONS, "-O0"),
        KernelMain.class,
        List.of("opencl", ceiling));
  }

  private static void assertNothingFound(Path folder, String check, Class<?> contract)
      throws Exception {
    assertNothingFound(folder, Map.of(check, "1"), TestMain.class, List.of(contract.getName()));
  }

  private static void assertNothingFound(
      Path folder, Map<String, String> checks, Class<?> main, List<String> arguments)
      throws Exception {
    Path log = folder.resolve("oclgrind.log");
    Map<String, String> environment = new HashMap<>(checks);
    environment.put("OCL_ICD_VENDORS", library().toString());
    environment.put("OCLGRIND_CHECK_API", "1");
    environment.put("OCLGRIND_LOG", log.toString());
    List<String> command = new ArrayList<>();
    command.add("--add-modules=jdk.incubator.vector");
    command.add(main.getName());
    command.addAll(arguments);
    ChildJvm.Ended ended = ChildJvm.run(environment, command);
    assertEquals(0, ended.exitCode(), ended.output());
    assertEquals("", Files.exists(log) ? Files.readString(log) : "");
  }

  private static Path library() {
    Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
    if (library.isEmpty()) {
      Require.missing("oclgrind", "none of " + LIBRARIES + "; install oclgrind");
    }
    return library.orElseThrow();
  }
}
