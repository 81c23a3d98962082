package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A core and a device of OpenCL as one pool. */
class MixedPoolTest {
  private static final MatMul PRODUCT = new MatMul(DType.F32, 45, 37, 53).withBeta(0.5);
  private static final String KERNEL = "vector+opencl";

  private static String text() {
    return "cpu:1+" + OpenClHere.requireSplittable().id() + "/2.1";
  }

  @ParameterizedTest
  @ValueSource(strings = {"pm2", "pn2", "pm4:1", "sm3,pn1:5"})
  void allRanksTogetherComputeTheProduct(String plan) {
    try (Pool pool = Pools.open(text());
        Arena arena = Arena.ofShared()) {
      assertEquals(2, pool.ranks());
      assertInstanceOf(Support.Yes.class, pool.supports(PRODUCT, Plan.parse(plan), KERNEL));
      Operands operands = PRODUCT.allocate(arena, 2);
      PRODUCT.fill(operands, PRODUCT.exactFill(2));
      try (BoundPlan bound = pool.bind(PRODUCT, Plan.parse(plan), KERNEL, operands)) {
        bound.load();
        bound.run();
        bound.store();
        Verdict verdict = PRODUCT.judge(operands, PRODUCT.exactFill(2));
        assertTrue(verdict.correct(), verdict.toString());
        assertEquals(2, bound.timeline().spans().size());
      }
    }
  }

  @Test
  void theRanksAreTheDevicesInTheirOrder() {
    try (Pool pool = Pools.open(text())) {
      List<String> ids = pool.devices().stream().map(Device::id).toList();
      assertTrue(ids.getFirst().startsWith("cpu-core-"), ids.toString());
      assertTrue(ids.getLast().endsWith("/2.1"), ids.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "allreduce:f32:sum:4B, ring",
    "allreduce:f32:sum:1MiB, two-shot",
    "allreduce:bf16:max:4002B, swing",
    "allreduce:i32:avg:4004B, double-binary-tree",
    "reduce-scatter:f32:avg:4000B, ring",
    "all-gather:f16:4000B, ring",
    "broadcast:f32:4000B:root=1, binomial-tree",
    "all-to-all:i32:4000B, pairwise",
    "mlp:f32:12x40x70, pk2;ring",
    "mlp:bf16:12x40x70:tokens=split, pk2;ring",
    "matmul:f32:45x37x53:beta=0.5, 'pk1:3;ring'"
  })
  void messagesGoThroughTheMemoryOfTheHost(String problem, String plan) {
    assertRunsTwice(text(), Problems.parse(problem), plan, KERNEL);
  }

  @Test
  void theNotesOfADriverSayHowLongMessagesTakeToItAndBack() {
    Problem problem = Problems.parse("allreduce:f32:sum:1MiB");
    try (Pool pool = Pools.open(text());
        Arena arena = Arena.ofShared();
        BoundPlan bound =
            pool.bind(problem, Plan.parse("ring"), KERNEL, problem.allocate(arena, 2))) {
      Map<String, Double> seconds = bound.phaseSeconds();
      assertTrue(seconds.get("to device") > 0, seconds::toString);
      assertTrue(seconds.get("from device") > 0, seconds::toString);
    }
  }

  @Test
  void devicesOfTwoDriversAreOnePool() {
    OpenClHere.require("pocl");
    OpenClHere.require("rusticl");
    try (Pool pool = Pools.open("opencl:*")) {
      assertEquals(OpenClHere.devices().size(), pool.ranks());
    }
    String two = OpenClHere.require("pocl").id() + "+" + OpenClHere.require("rusticl").id();
    assertRunsTwice(two, Problems.parse("allreduce:f32:sum:4036B"), "rabenseifner", "opencl");
    assertRunsTwice(two, PRODUCT, "pk2;ring", "opencl+opencl");
  }

  private static void assertRunsTwice(String text, Problem problem, String plan, String kernel) {
    Plan cut = Plan.parse(plan);
    try (Pool pool = Pools.open(text);
        Arena arena = Arena.ofShared()) {
      assertInstanceOf(Support.Yes.class, pool.supports(problem, cut, kernel));
      Operands operands = problem.allocate(arena, 2);
      try (BoundPlan bound = pool.bind(problem, cut, kernel, operands)) {
        for (Fill fill : List.of(problem.exactFill(2), problem.exactFill(2).repetition(1))) {
          problem.fill(operands, fill);
          bound.load();
          bound.run();
          bound.store();
          Verdict verdict = problem.judge(operands, fill);
          assertTrue(verdict.correct(), verdict.toString());
        }
      }
    }
  }

  @Test
  void whatNeedsMemoryInCommonIsRefused() {
    Problem problem = Problems.parse("allreduce:f32:sum:4KiB");
    try (Pool pool = Pools.open(text())) {
      Support.No no =
          assertInstanceOf(
              Support.No.class, pool.supports(problem, Plan.parse("shared-memory"), KERNEL));
      assertTrue(no.reason().contains("no memory in common"), no.reason());
    }
  }

  @Test
  void theDeviceThatCannotHoldItsShareIsNamed() {
    MatMul large = new MatMul(DType.F32, 1_000_000, 1_000_000, 8);
    try (Pool pool = Pools.open(text())) {
      Support.No no =
          assertInstanceOf(Support.No.class, pool.supports(large, Plan.parse("pm2"), KERNEL));
      assertTrue(no.reason().startsWith("rank 1 (opencl:"), no.reason());
      assertTrue(no.reason().contains(" too few; "), no.reason());
    }
  }

  @Test
  void partsOfOneDeviceShareItsMemory() {
    String root = OpenClHere.requireSplittable().id();
    try (Pool pool = Pools.open(root + "/2")) {
      double bytes = ((OpenClDevice) pool.devices().getFirst()).facts().globalBytes();
      int extent = (int) Math.sqrt(0.55 * bytes / (3 * Float.BYTES));
      MatMul product = new MatMul(DType.F32, 2 * extent, extent, extent);
      Support.No no =
          assertInstanceOf(Support.No.class, pool.supports(product, Plan.parse("pm2"), "opencl"));
      assertTrue(no.reason().contains("with those before it on " + root), no.reason());
    }
  }

  @Test
  void partsOfOneDeviceShareItsMemoryInCollectivesToo() {
    String root = OpenClHere.requireSplittable().id();
    try (Pool pool = Pools.open(root + "/2")) {
      long bytes = ((OpenClDevice) pool.devices().getFirst()).facts().globalBytes() / 5;
      Problem problem = Problems.parse("allreduce:f32:sum:" + bytes / 8 * 8 + "B:blocks=4");
      Support.No no =
          assertInstanceOf(
              Support.No.class, pool.supports(problem, Plan.parse("fixed-tree"), "opencl"));
      assertTrue(no.reason().contains("with those before it on " + root), no.reason());
    }
  }

  @Test
  void hardwareThatTwoDriversShowIsSaid() {
    try (Pool pool = Pools.open(text())) {
      String root = OpenClHere.requireSplittable().id();
      String note = "cpu and " + root + " share the cores of this machine";
      assertTrue(pool.notes().contains(note), pool.notes()::toString);
    }
  }

  @Test
  void aDeviceThatIsNamedTwiceIsRefused() {
    assertRefused("cpu:1+cpu:2", "names cpu-core-");
    String root = OpenClHere.requireSplittable().id();
    assertRefused(root + "+" + root + "/2.1", "twice; legal: each device once");
    assertRefused(root + "/2.1+" + root + "/1.0", "twice; legal: each device once");
  }

  private static void assertRefused(String pool, String words) {
    String message =
        assertThrows(BadInputException.class, () -> Pools.open(pool).close()).getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void eachPoolNeedsAWordForItsKernel() {
    try (Pool pool = Pools.open(text())) {
      String message =
          assertThrows(
                  BadInputException.class,
                  () -> pool.supports(PRODUCT, Plan.parse("pm2"), "vector+opencl+opencl"))
              .getMessage();
      assertTrue(message.contains("legal: one word for each of its pools, e.g. vector+opencl"));
    }
  }
}
