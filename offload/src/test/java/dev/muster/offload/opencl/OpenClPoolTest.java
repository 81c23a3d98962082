package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.Trace;
import dev.muster.offload.pool.Trace.Part;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenClPoolTest {
  private static final int POOLS = 20;

  @BeforeEach
  void findDevices() {
    OpenClHere.requireAny();
  }

  @ParameterizedTest
  @CsvSource({
    "matmul:f32:97x65x130, pm2",
    "matmul:f32:97x65x130:beta=1.0, pn2",
    "matmul:f32:97x65x130, pk2;ring",
    "matmul:f32:97x65x130:alpha=-1.0:beta=1.0, pk2;two-shot",
    "matmul:f32:2x1x1, pm2",
    "matmul:bf16:97x65x130, pm2",
    "matmul:f16:97x65x130:alpha=-1.0:beta=1.0, pn2",
    "mlp:f32:12x40x70, pk2;ring",
    "mlp:bf16:12x40x70, pk2;two-shot",
    "mlp:f16:12x40x70:tokens=split, pk2;ring",
    "allreduce:f32:sum:4B, ring",
    "allreduce:f32:sum:4036B, ring",
    "allreduce:f32:sum:1MiB, two-shot",
    "allreduce:f32:sum:4036B, fixed-tree",
    "allreduce:f32:sum:4036B, hierarchical",
    "matmul:f64:97x65x130:trans=TN, pn2",
    "matmul:f64:97x65x130:trans=TT, pk2;rabenseifner",
    "allreduce:f64:prod:4000B, recursive-doubling",
    "allreduce:f16:sum:4002B, rabenseifner",
    "allreduce:bf16:max:4002B, swing",
    "allreduce:i32:avg:4004B, double-binary-tree",
    "allreduce:i64:min:4000B, one-shot",
    "reduce-scatter:f32:avg:4000B, ring",
    "all-gather:f16:4000B, ring",
    "broadcast:f32:4000B:root=1, binomial-tree",
    "reduce:f64:sum:4000B, binomial-tree",
    "all-to-all:i32:4000B, pairwise"
  })
  void twoSubDevicesGiveTheExactAnswer(String problem, String plan) {
    OpenClDevice root = OpenClHere.requireSplittable();
    try (Pool pool = Pools.open(root.id() + "/2")) {
      assertEquals(2, pool.ranks());
      check(pool, Problems.parse(problem), Plan.parse(plan));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "matmul:f32:97x65x130, 'pm2'",
    "matmul:f32:97x65x130, 'sm3,sn2,pm2'",
    "matmul:f32:97x65x130:trans=TN:beta=0.5, 'sm2,sn3,sk3,pn2'",
    "matmul:f32:97x65x130:trans=TT:beta=0.5, 'sk3,sm2,pn2'",
    "matmul:f32:97x65x130:alpha=-1.0:beta=1.0, 'sk5,pm2'",
    "matmul:f64:97x65x130:beta=1.0, 'sm3,pk2;ring'",
    "matmul:bf16:97x65x130:beta=0.5, 'sm2,sn2,pm2'",
    "matmul:f32:7x5x3, 'sm3,sn5,pm2'"
  })
  void operandsThatStayWithTheHostGiveTheSameAnswer(String problem, String plan) {
    OpenClDevice root = OpenClHere.requireSplittable();
    try (Pool pool = Pools.open(root.id() + "/2")) {
      check(pool, Problems.parse(problem), Plan.parse(plan), OpenClPool.STREAMED, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"opencl", "opencl:streamed"})
  void partsAreJoinedBesideTheProductsOfTheNext(String kernel) {
    OpenClDevice root = OpenClHere.requireSplittable();
    Problem problem = Problems.parse("matmul:f32:97x65x130:beta=0.5");
    Plan plan = Plan.parse("sm3,pk2;ring");
    try (Arena arena = Arena.ofShared();
        Pool pool = Pools.open(root.id() + "/2")) {
      check(pool, problem, plan, kernel, 3);
      Operands operands = problem.allocate(arena, 2);
      problem.fill(operands, problem.exactFill(2));
      try (BoundPlan bound = pool.bind(problem, plan, kernel, operands)) {
        bound.load();
        assertEquals(
            List.of(Part.PRODUCTS, Part.JOINS, Part.PRODUCTS, Part.JOINS),
            bound.trace().tracks().stream().map(Trace.Track::part).toList());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "matmul:f32:97x65x130, 'sm2,pk2;ring', 'copy,kernel,queue,reduce,submit'",
    "allreduce:f32:avg:4000B, ring, 'copy,queue,reduce,submit'"
  })
  void theTimesOfAllRanksAreToldApart(String text, String plan, String phases) {
    OpenClDevice root = OpenClHere.requireSplittable();
    Problem problem = Problems.parse(text);
    Fill fill = problem.exactFill(2);
    try (Arena arena = Arena.ofShared();
        Pool pool = Pools.open(root.id() + "/2")) {
      Operands operands = problem.allocate(arena, 2);
      problem.fill(operands, fill);
      try (BoundPlan bound = pool.bind(problem, Plan.parse(plan), "opencl", operands)) {
        bound.load();
        Map<String, Double> seconds = bound.phaseSeconds();
        bound.store();
        assertEquals(phases, String.join(",", new TreeSet<>(seconds.keySet())));
        assertTrue(seconds.get("reduce") > 0, seconds::toString);
        assertTrue(problem.judge(operands, fill).correct());
      }
    }
  }

  /** Queues of its ranks, memory, programs, the context, and the parts of the device themselves. */
  @ParameterizedTest
  @CsvSource({
    "matmul:f32:97x65x130, 'sm2,pk2;ring', opencl",
    "matmul:f32:97x65x130, 'sm3,pn2', opencl:streamed",
    "allreduce:f32:sum:4036B, ring, opencl"
  })
  void aClosedPoolLeavesNothingOpen(String problem, String plan, String kernel) {
    OpenClDevice root = OpenClHere.requireSplittable();
    long before = ClObject.open();
    for (int i = 0; i < POOLS; i++) {
      try (Pool pool = Pools.open(root.id() + "/2")) {
        check(pool, Problems.parse(problem), Plan.parse(plan), kernel, 1);
      }
      assertEquals(before, ClObject.open());
    }
  }

  /** What a plan has goes when the plan does, whether or not its pool is still there. */
  @Test
  void aPlanMayBeClosedAfterItsPool() {
    OpenClDevice root = OpenClHere.requireSplittable();
    Problem problem = Problems.parse("matmul:f32:97x65x130");
    long before = ClObject.open();
    try (Arena arena = Arena.ofShared()) {
      Pool pool = Pools.open(root.id() + "/2");
      BoundPlan bound =
          pool.bind(problem, Plan.parse("pk2;ring"), "opencl", problem.allocate(arena, 2));
      bound.load();
      bound.run();
      pool.close();
      bound.close();
      bound.close();
      pool.close();
    }
    assertEquals(before, ClObject.open());
  }

  @Test
  void everyDeviceStreams() {
    for (OpenClDevice device : OpenClHere.devices()) {
      try (Pool pool = Pools.open(device.id())) {
        Problem problem = Problems.parse("matmul:f32:33x37x65:beta=0.5");
        check(pool, problem, Plan.parse("sm2,sn3,sk2"), OpenClPool.STREAMED, 2);
      }
    }
  }

  @Test
  void everyDeviceIsAPoolOfOneRank() {
    for (OpenClDevice device : OpenClHere.devices()) {
      try (Pool pool = Pools.open(device.id())) {
        assertEquals(device.id(), pool.text());
        assertEquals(device.id(), pool.firstDeviceAlone());
        check(pool, Problems.parse("matmul:f32:33x17x65"), Plan.NONE);
        check(pool, Problems.parse("allreduce:f32:sum:4KiB"), Plan.parse("ring"));
      }
    }
  }

  @Test
  void oneSubDeviceAloneIsAPoolToCompareWith() {
    OpenClDevice root = OpenClHere.requireSplittable();
    try (Pool pool = Pools.open(root.id() + "/2")) {
      assertEquals(root.id() + "/2.0", pool.firstDeviceAlone());
      try (Pool alone = Pools.open(pool.firstDeviceAlone())) {
        assertEquals(1, alone.ranks());
        assertEquals(pool.devices().getFirst().id(), alone.devices().getFirst().id());
        check(alone, Problems.parse("matmul:f32:33x17x65"), Plan.NONE);
      }
    }
  }

  /** Each run changes C, so that it depends on all runs before. */
  @Test
  void runsAccumulateUntilTheOperandsAreLoadedAgain() {
    OpenClDevice root = OpenClHere.requireSplittable();
    Problem problem = Problems.parse("matmul:f32:20x30x40:beta=1.0");
    Fill fill = problem.exactFill(2);
    try (Arena arena = Arena.ofShared();
        Pool pool = Pools.open(root.id() + "/2")) {
      Operands operands = problem.allocate(arena, 2);
      problem.fill(operands, fill);
      try (BoundPlan bound = pool.bind(problem, Plan.parse("pm2"), "opencl", operands)) {
        bound.load();
        bound.run();
        bound.run();
        bound.store();
        assertTrue(!problem.judge(operands, fill).correct());
        problem.fill(operands, fill);
        bound.load();
        bound.run();
        bound.store();
        assertTrue(problem.judge(operands, fill).correct());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "0/", "0/0", "0/2.", "0/2.2", "0.1", "99999"})
  void aBadTextIsAnsweredWithTheLegalForm(String argument) {
    String message = badInput("opencl:" + argument);
    assertTrue(message.startsWith("bad pool 'opencl:" + argument + "'; legal: "), message);
  }

  @Test
  void aDeviceThatDoesNotExistIsAnsweredWithThoseThatDo() {
    String message = badInput("opencl:77");
    assertTrue(message.startsWith("no OpenCL device 77; legal: opencl:0 ("), message);
  }

  @Test
  void morePartsThanComputeUnitsAreAnsweredWithTheRange() {
    OpenClDevice root = OpenClHere.require("pocl");
    int units = root.facts().computeUnits();
    String message = badInput("%s/%d".formatted(root.id(), units + 1));
    assertTrue(message.endsWith("legal: 1 to %d, its compute units".formatted(units)), message);
  }

  @Test
  void aDeviceWithoutSubDevicesIsUnsupportedWithAReason() {
    OpenClDevice root = OpenClHere.require("rusticl");
    UnsupportedPoolException error =
        assertThrows(UnsupportedPoolException.class, () -> Pools.open(root.id() + "/2"));
    assertTrue(error.getMessage().contains("cannot be split"), error.getMessage());
  }

  @Test
  void aDriverWithoutAffinityDomainsIsUnsupportedWithAReason() {
    OpenClDevice root = OpenClHere.require("pocl");
    UnsupportedPoolException error =
        assertThrows(UnsupportedPoolException.class, () -> Pools.open(root.id() + "/numa"));
    assertTrue(error.getMessage().contains("cannot be split by numa"), error.getMessage());
  }

  @Test
  void anUnknownAffinityDomainIsAnsweredWithAllOfThem() {
    String message = badInput("opencl:0/l9");
    assertEquals(
        "bad pool 'opencl:0/l9'; legal: a number of parts, or an affinity domain: numa, l4, l3, l2, l1",
        message);
  }

  @Test
  void aPartThatDoesNotExistIsAnsweredWithTheRange() {
    String message = badInput(OpenClHere.require("pocl").id() + "/2.2");
    assertTrue(message.endsWith("legal: parts 0 to 1 of 2"), message);
  }

  @Test
  void anotherKernelIsAnsweredWithTheOnlyOne() {
    try (Pool pool = Pools.open("opencl:0")) {
      BadInputException error =
          assertThrows(
              BadInputException.class,
              () -> pool.supports(Problems.parse("matmul:f32:4x4x4"), Plan.NONE, "vector"));
      assertEquals(
          "unknown kernel 'vector' on 'opencl:0'; legal: opencl, or opencl:streamed for a product that does not fit",
          error.getMessage());
    }
  }

  @Test
  void collectiveInSharedMemoryIsUnsupportedWithAReason() {
    try (Pool pool = Pools.open("opencl:0")) {
      Problem problem = Problems.parse("allreduce:f32:sum:4KiB");
      Support support = pool.supports(problem, Plan.parse("shared-memory"), "opencl");
      String reason = ((Support.No) support).reason();
      assertTrue(reason.contains("do not write to each other's memory"), reason);
    }
  }

  @Test
  void collectivesOfStreamedOperandsAreUnsupportedWithAReason() {
    try (Pool pool = Pools.open("opencl:0")) {
      Problem problem = Problems.parse("allreduce:f32:sum:4KiB");
      Support support = pool.supports(problem, Plan.parse("ring"), OpenClPool.STREAMED);
      String reason = assertInstanceOf(Support.No.class, support).reason();
      assertTrue(reason.endsWith("a collective needs opencl"), reason);
    }
  }

  @Test
  void closingTwiceIsFine() {
    Pool pool = Pools.open("opencl:0");
    pool.close();
    pool.close();
  }

  @Test
  void aDeviceIsFoundByAWordOfItsDriver() {
    OpenClDevice device = OpenClHere.require("pocl");
    for (String word : List.of("pocl", "PoCL", "pocl:0")) {
      try (Pool pool = Pools.open("opencl:" + word)) {
        assertEquals(device.id(), pool.devices().getFirst().id());
      }
    }
    assertTrue(
        badInput("opencl:nonesuch").startsWith("no OpenCL device is called 'nonesuch'; legal: "));
    assertTrue(badInput("opencl:pocl:9").startsWith("no device 9 of 'pocl'; legal: 0 to "));
  }

  @Test
  void allDevicesOfADriverAreOnePool() {
    OpenClDevice device = OpenClHere.require("pocl");
    try (Pool pool = Pools.open("opencl:pocl:*")) {
      assertEquals(device.id(), pool.devices().getFirst().id());
      check(pool, Problems.parse("allreduce:f32:sum:4KiB"), Plan.parse("ring"));
    }
  }

  private static String badInput(String pool) {
    String message =
        assertThrows(BadInputException.class, () -> Pools.open(pool).close()).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static void check(Pool pool, Problem problem, Plan plan) {
    check(pool, problem, plan, "opencl", 1);
  }

  private static void check(Pool pool, Problem problem, Plan plan, String kernel, int times) {
    assertInstanceOf(Support.Yes.class, pool.supports(problem, plan, kernel));
    Fill fill = problem.exactFill(pool.ranks());
    try (Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, pool.ranks());
      try (BoundPlan bound = pool.bind(problem, plan, kernel, operands)) {
        for (int time = 0; time < times; time++) {
          Fill again = fill.repetition(time);
          problem.fill(operands, again);
          bound.load();
          bound.run();
          bound.store();
          Verdict verdict = problem.judge(operands, again);
          assertTrue(verdict.correct(), () -> problem.text() + " | " + plan + ": " + verdict);
        }
        assertFalse(bound.trace().tracks().isEmpty());
      }
    }
  }
}
