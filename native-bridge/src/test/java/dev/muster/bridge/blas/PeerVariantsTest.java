package dev.muster.bridge.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.bridge.os.Cpu;
import dev.muster.bridge.os.ProcessVariables;
import dev.muster.kernels.contract.Require;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is set in this process reaches a library that is loaded after it: one child for each. */
class PeerVariantsTest {

  /** Prints for each kernel which library it loads, or why it does not. */
  static final class Loading {
    private static final Problem ANY = new MatMul(DType.F32, 1, 1, 1);

    private Loading() {}

    public static void main(String[] args) {
      for (String word : args) {
        PeerMatMul kernel = (PeerMatMul) Kernels.cpu().find(word, ANY);
        if (kernel.supports(ANY) instanceof Support.No no) {
          System.out.println("missing: " + no.reason());
        } else {
          System.out.println("loaded: " + kernel.identity().orElseThrow().facts());
        }
      }
    }
  }

  /** Prints what a variable is once a kernel is loaded. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] args) {
      var _ = Kernels.cpu().find(args[0], Loading.ANY).supports(Loading.ANY);
      System.out.println(ProcessVariables.get(args[1]).orElse("unset"));
    }
  }

  @BeforeEach
  void theSettingsAreOfX86() {
    assumeTrue(Cpu.here().flags().contains("avx2"), "settings of processors with AVX2");
  }

  private static String said(Class<?> main, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process child = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    return said;
  }

  private static String loaded(String kernel, Map<String, String> environment)
      throws IOException, InterruptedException {
    String said = said(Loading.class, environment, kernel);
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

  @ParameterizedTest
  @CsvSource({
    "openblas, OPENBLAS_BLOCK_FACTOR",
    "onednn, OMP_THREAD_LIMIT",
    "onednn, OMP_DYNAMIC",
    "mkl, MKL_INTERFACE_LAYER"
  })
  void whatElseALibraryReadsIsClearedBeforeItIsLoaded(String kernel, String variable)
      throws IOException, InterruptedException {
    assertEquals("unset", said(Reading.class, Map.of(variable, "1"), kernel, variable).strip());
  }

  @Test
  void aLibraryThatWasRefusedIsNotTakenForAnotherVariant()
      throws IOException, InterruptedException {
    List<String> said =
        said(Loading.class, Map.of(), "openblas:pentium", "openblas", "openblas:pentium")
            .lines()
            .toList();
    assertEquals(3, said.size(), said::toString);
    if (said.getFirst().startsWith("missing: no library")) {
      Require.missing("openblas", said.getFirst());
    }
    assertTrue(said.get(1).endsWith("'as shipped' needs a process of its own"), said::toString);
    assertEquals(said.getFirst(), said.getLast());
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
