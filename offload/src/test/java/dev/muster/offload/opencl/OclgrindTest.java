package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.contract.Require;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on Oclgrind, a simulator that reports each access outside of a buffer, each data
 * race and each wrong call of the API. In a process of its own, whose only driver it is.
 */
class OclgrindTest {
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
    assertNothingFound(folder, "OCLGRIND_DATA_RACES", SimulatedContract.class);
  }

  /**
   * Not of products: LLVM puts {@code freeze} into their code, and Oclgrind 21.10 ends the process
   * there where it follows uninitialized values.
   */
  @Test
  void theSimulatorFindsNothingUninitialized(@TempDir Path folder) throws Exception {
    assertNothingFound(folder, "OCLGRIND_UNINITIALIZED", SimulatedStreams.class);
  }

  private static void assertNothingFound(Path folder, String check, Class<?> contract)
      throws Exception {
    Path log = folder.resolve("oclgrind.log");
    Map<String, String> environment =
        Map.of(
            "OCL_ICD_VENDORS",
            library().toString(),
            "OCLGRIND_CHECK_API",
            "1",
            check,
            "1",
            "OCLGRIND_LOG",
            log.toString());
    ChildJvm.Ended ended =
        ChildJvm.run(
            environment,
            List.of(
                "--add-modules=jdk.incubator.vector",
                TestMain.class.getName(),
                contract.getName()));
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
