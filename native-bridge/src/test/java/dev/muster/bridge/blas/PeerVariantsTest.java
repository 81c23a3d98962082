package dev.muster.bridge.blas;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.bridge.os.Cpu;
import dev.muster.kernels.contract.Require;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is set in this process reaches a library that is loaded after it: one child for each. */
class PeerVariantsTest {

  /** Prints which library a kernel loads, or why it does not. */
  static final class Loading {
    private static final Problem ANY = new MatMul(DType.F32, 1, 1, 1);

    private Loading() {}

    public static void main(String[] args) {
      PeerMatMul kernel = (PeerMatMul) Kernels.cpu().find(args[0], ANY);
      if (kernel.supports(ANY) instanceof Support.No no) {
        System.out.println("missing: " + no.reason());
      } else {
        System.out.println("loaded: " + kernel.identity().orElseThrow().facts());
      }
    }
  }

  @BeforeEach
  void theSettingsAreOfX86() {
    assumeTrue(Cpu.here().flags().contains("avx2"), "settings of processors with AVX2");
  }

  private static String loaded(String kernel, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Loading.class.getName(),
            kernel);
    builder.environment().putAll(environment);
    Process child = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    if (said.startsWith("missing: no library")) {
      Require.missing(kernel.replaceAll(":.*", ""), said.strip());
    }
    return said.strip();
  }

  @ParameterizedTest
  @CsvSource({
    "openblas:Haswell, core Haswell",
    "openblas:Zen, core Zen",
    "blis:haswell, core haswell",
    "blis:zen2, core zen2",
    "onednn:AVX2, core avx2"
  })
  void aForcedSettingDecidesTheCore(String kernel, String core)
      throws IOException, InterruptedException {
    String said = loaded(kernel, Map.of());
    assertTrue(said.startsWith("loaded: ") && said.contains(core + ", "), said);
  }

  @ParameterizedTest
  @CsvSource({
    "openblas, OPENBLAS_CORETYPE, Nehalem",
    "blis, BLIS_ARCH_TYPE, 5",
    "onednn, ONEDNN_MAX_CPU_ISA, SSE41",
    "onednn, DNNL_MAX_CPU_ISA, SSE41"
  })
  void asShippedMeansWhateverTheEnvironmentSays(String kernel, String variable, String value)
      throws IOException, InterruptedException {
    String plain = loaded(kernel, Map.of());
    assertTrue(plain.contains("as shipped"), plain);
    assertTrue(plain.equals(loaded(kernel, Map.of(variable, value))), plain);
  }

  @Test
  void aSettingThatALibraryDoesNotKnowIsRefused() throws IOException, InterruptedException {
    for (String kernel : List.of("blis:pentium", "openblas:pentium")) {
      String said = loaded(kernel, Map.of());
      assertTrue(said.contains("knows no setting 'pentium'"), said);
    }
  }

  @Test
  void theBestOfALibraryThatNobodyHasSearchedIsRefusedWithTheCommand()
      throws IOException, InterruptedException {
    for (String kernel : List.of("openblas:best", "blis:best")) {
      String said = loaded(kernel, Map.of());
      assertFalse(said.startsWith("loaded"), said);
      assertTrue(said.endsWith("run: ./muster tune peers"), said);
    }
  }
}
