package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.bridge.os.Affinity;
import dev.muster.bridge.os.ProcessVariables;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.pool.PoolType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device says of itself and of its kernels, and what bad settings get. */
class OpenClKernelsTest {
  private static final MatMul SMALL = new MatMul(DType.F32, 4, 4, 4);

  @BeforeEach
  void findDevices() {
    OpenClHere.requireAny();
  }

  @Test
  void whatIsDiscoveredIsNamedLikeThePoolsThatOpen() {
    List<String> pools =
        new OpenClPoolType()
            .discover().stream().map(PoolType.Found::pool).filter(pool -> !pool.isEmpty()).toList();
    assertTrue(pools.containsAll(OpenClHere.devices().stream().map(OpenClDevice::id).toList()));
    for (String pool : pools) {
      new OpenClPoolType().open(pool.substring("opencl:".length())).close();
    }
  }

  @Test
  void everyDeviceHasAProductAndASumByTheSameName() {
    for (OpenClDevice device : OpenClHere.devices()) {
      for (Problem problem : List.of(SMALL, new ReduceLocal(DType.F32, ReduceOp.SUM, 4))) {
        Kernel kernel = device.kernels().find("opencl", problem);
        assertInstanceOf(Support.Yes.class, kernel.supports(problem));
      }
    }
  }

  /** Of whole pages, and of a shape that is none of any tile's. */
  @Test
  void operandsStayWithTheHostWhereTheDeviceComputesThere() {
    MatMul product = new MatMul(DType.F32, 1031, 1033, 1037).withBeta(0.5);
    for (OpenClDevice device : OpenClHere.devices()) {
      try (Arena arena = Arena.ofShared()) {
        Operands operands = product.allocate(arena, 1);
        try (BoundKernel bound = new OpenClMatMul(device).bind(product, operands)) {
          for (Fill fill : List.of(Fill.uniform(), Fill.uniform().repetition(1))) {
            product.fill(operands, fill);
            bound.load();
            bound.run();
            if (OpenClHere.isPocl(device)) {
              assertTrue(product.judge(operands, fill).correct(), "C was copied");
            }
            bound.store();
            Verdict verdict = product.judge(operands, fill);
            assertTrue(verdict.correct(), device.id() + ": " + verdict);
          }
        }
      }
    }
  }

  /** What it leaves open is said as it was decided. */
  @Test
  void aTileIsForcedByItsTextForm() {
    Map<String, String> said =
        Map.of("3x2@4", "3x1@4-stored/\\d+x\\d+x\\d+", "16x16x8/4x4", "16x16x8/4x4");
    for (String tile : said.keySet()) {
      Kernel kernel = OpenCl.device(0).kernels().find("opencl:" + tile, SMALL);
      try (Arena arena = Arena.ofShared();
          BoundKernel bound = kernel.bind(SMALL, SMALL.allocate(arena, 1))) {
        assertTrue(
            bound.description().matches("tile " + said.get(tile) + " \\(forced\\) on .*"),
            bound.description());
      }
    }
  }

  /** Sums that are cut in parts or slices, and columns that are no multiple of a tile's. */
  @ParameterizedTest
  @CsvSource({
    "4x2@4-packed, 33x41x60000, 4x2@4-packed/512x12x16",
    "4x2@4-packed, 33x41x90000:trans=TT, 4x2@4-packed/512x12x16",
    "4x2@4-packed, 33x41x90000:beta=0, 4x2@4-packed/512x12x16",
    "4x2@4-streamed, 5x41x1100, 4x2@4-streamed/32x8x48",
    "4x2@4-staged, 5x41x900, 4x2@4-staged/\\d+x8x8",
    "4x2@4-staged/100x4x16, 5x41x900, 4x2@4-packed/100x4x16",
    "4x2@4-staged/12000x8x80, 5x41x900, 4x2@4-packed/12000x8x48"
  })
  void howBIsReadCanBeForced(String tile, String shape, String said) {
    String scaled = shape.contains("beta") ? "" : ":alpha=0.7:beta=0.5";
    MatMul product = (MatMul) Problems.parse("matmul:f32:" + shape + scaled);
    OpenClDevice device = OpenClHere.require("pocl");
    try (Arena arena = Arena.ofShared()) {
      Operands operands = product.allocate(arena, 1);
      product.fill(operands, Fill.uniform());
      Kernel kernel = device.kernels().find("opencl:" + tile, product);
      assertInstanceOf(Support.Yes.class, kernel.supports(product));
      try (BoundKernel bound = kernel.bind(product, operands)) {
        bound.load();
        bound.run();
        bound.store();
        assertTrue(
            bound.description().matches("tile " + said + " \\(forced\\) on .*"),
            bound.description());
      }
      Verdict verdict = product.judge(operands, Fill.uniform());
      assertTrue(verdict.correct(), verdict.toString());
    }
  }

  @Test
  void workersOfPoclHaveACpuEach() throws IOException {
    OpenClHere.require("pocl").target();
    assumeTrue(Affinity.isWholeMachine(), "held to some CPUs");
    assumeFalse(
        ProcessVariables.get("POCL_AFFINITY").equals(Optional.of("0")), "left to the system");
    Set<String> bound;
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      bound = threads.map(OpenClKernelsTest::cpusOf).collect(Collectors.toSet());
    }
    for (int cpu : Affinity.cpus()) {
      assertTrue(bound.contains(Integer.toString(cpu)), "CPU %d, but %s".formatted(cpu, bound));
    }
  }

  /** As the kernel prints them; empty where the thread has just ended. */
  private static String cpusOf(Path thread) {
    try {
      return Files.readString(thread.resolve("status"))
          .replaceAll("(?s).*Cpus_allowed_list:\\s*(\\S+).*", "$1");
    } catch (IOException _) {
      return "";
    }
  }

  @Test
  void badSettingsNameTheLegalOnes() {
    for (String bad : List.of("x", "8x2", "8x2@5", "0x2@8", "8x2@8:y", "9x9x9/2x3")) {
      BadInputException error =
          assertThrows(
              BadInputException.class,
              () -> OpenCl.device(0).kernels().find("opencl:" + bad, SMALL));
      assertTrue(error.getMessage().matches(".*legal: .*"), error.getMessage());
    }
  }

  @Test
  void aTileBeyondTheLimitsOfTheDeviceIsUnsupportedWithNumbers() {
    Kernel kernel = OpenCl.device(0).kernels().find("opencl:999x999x999/1x1", SMALL);
    Support.No no = assertInstanceOf(Support.No.class, kernel.supports(SMALL));
    assertTrue(no.reason().contains("998001"), no.reason());
  }

  @Test
  void operandsBeyondTheMemoryOfTheDeviceAreUnsupportedWithNumbers() {
    for (OpenClDevice device : OpenClHere.devices()) {
      Problem large = new MatMul(DType.F32, 999_999, 999_999, 8);
      Support.No no =
          assertInstanceOf(
              Support.No.class, device.kernels().find("opencl", large).supports(large));
      assertTrue(no.reason().startsWith("C takes 3.64 TiB; opencl:"), no.reason());
    }
  }

  @Test
  void aTypeThatHasNoProductsIsUnsupportedWithAReason() {
    Problem problem = new MatMul(DType.I32, 4, 4, 4);
    Kernel kernel = OpenCl.device(0).kernels().find("opencl", problem);
    Support.No no = assertInstanceOf(Support.No.class, kernel.supports(problem));
    assertTrue(no.reason().contains("f32"), no.reason());
  }

  @Test
  void everyDeviceThatHasMultiplyAddsSupportsItsOwnPeakProblem() {
    for (OpenClDevice device : OpenClHere.devices()) {
      for (DType dtype : DType.ofArithmetic()) {
        Problem peak = device.peakProblem(dtype);
        Kernel kernel = device.kernels().find("opencl", peak);
        if (device.facts().hasFma() && !device.facts().lacks(dtype)) {
          assertInstanceOf(Support.Yes.class, kernel.supports(peak));
        }
      }
    }
  }

  /** What {@code muster ceilings} measures: its lines name a problem by its text. */
  @Test
  void everyDeviceSupportsItsCeilingsAsTheirTextsSayThem() {
    for (OpenClDevice device : OpenClHere.devices()) {
      assertFalse(device.ceilings().isEmpty());
      for (Problem ceiling : device.ceilings()) {
        assertEquals(ceiling, Problems.parse(ceiling.text()));
        Kernel kernel = device.kernels().find("opencl", ceiling);
        assertInstanceOf(Support.Yes.class, kernel.supports(ceiling), ceiling.text());
      }
    }
  }

  @Test
  void aProgramThatDoesNotBuildIsAnsweredWithTheDriversReasonOnOneLine() {
    for (OpenClDevice device : OpenClHere.devices()) {
      OpenClBuildException error =
          assertThrows(
              OpenClBuildException.class,
              () -> device.target().program("reduce.cl", "-DLANES=none"));
      assertTrue(error.getMessage().startsWith("reduce.cl does not build for " + device.id()));
      assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    }
  }

  /** On a device of the host the kernel takes longest by far, in sums as long as these. */
  @Test
  void theTimeOfARunIsToldApart() {
    MatMul product = new MatMul(DType.F32, 200, 200, 500);
    for (OpenClDevice device : OpenClHere.devices()) {
      Kernel kernel = device.kernels().find("opencl", product);
      try (Arena arena = Arena.ofShared();
          BoundKernel bound = kernel.bind(product, product.allocate(arena, 1))) {
        Map<String, Double> seconds = bound.phaseSeconds();
        assertEquals(
            Set.of("queue", "submit", "kernel", "to device", "from device"), seconds.keySet());
        assertTrue(seconds.values().stream().allMatch(each -> each >= 0), seconds.toString());
        assertTrue(seconds.get("kernel") > 0, seconds.toString());
      }
    }
  }

  @Test
  void aTransferTakesNoSettingButPinned() {
    OpenClDevice device = OpenCl.device(0);
    Problem within = Problems.parse("on-device:f32:4KiB");
    Kernel kernel = device.kernels().find("opencl:pinned", within);
    Support.No no = assertInstanceOf(Support.No.class, kernel.supports(within));
    assertEquals("memory of the host, pinned or not, has no part in on-device", no.reason());
    BadInputException error =
        assertThrows(BadInputException.class, () -> device.kernels().find("opencl:pined", within));
    assertEquals(
        "bad setting 'pined' of a transfer by 'opencl'; legal: pinned", error.getMessage());
  }

  /** What it takes of the registers may leave room for fewer than the device has otherwise. */
  @Test
  void aGroupThatIsTooLargeForAKernelNeverReachesTheDriver() {
    OpenClDevice device = OpenCl.device(0);
    ClProgram program = device.target().program("launch.cl", ClTarget.real(DType.F32));
    long[] tooMany = {2 * device.facts().maxGroupSize()};
    OpenClException error =
        assertThrows(
            OpenClException.class, () -> new ClLaunch(program, "launch", tooMany, tooMany));
    assertTrue(
        error
            .getMessage()
            .matches(
                "kernel launch takes groups of \\d+ work-items at most on this device; %d were asked for"
                    .formatted(tooMany[0])),
        error.getMessage());
  }

  @Test
  void aCallThatFailsIsNamedWithItsCode() {
    OpenClException error =
        assertThrows(
            OpenClException.class,
            () -> OpenCl.device(0).target().allocate(Long.MAX_VALUE / 2).close());
    assertTrue(error.getMessage().matches("clCreateBuffer of .*: CL_\\w+ \\(-\\d+\\)"));
  }
}
