package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuPoolTest {

  @Test
  void theTimelineAccountsForTheTimeOfEveryRank() {
    MatMul problem = new MatMul(DType.F32, 200, 200, 200);
    try (Arena arena = Arena.ofShared();
        Pool pool = Pools.open("cpu:2");
        BoundPlan bound = bind(pool, problem, "pk2;ring", arena)) {
      bound.run();
      Timeline timeline = bound.timeline();
      assertEquals(2, timeline.spans().size());
      for (var spans : timeline.spans()) {
        long sum = spans.stream().mapToLong(Timeline.Span::nanos).sum();
        assertEquals(spans.getLast().endNanos() - spans.getFirst().startNanos(), sum);
        assertEquals(Timeline.Activity.COMPUTE, spans.getFirst().activity());
      }
      assertTrue(timeline.communicationShare() > 0 && timeline.communicationShare() < 1);
    }
  }

  @Test
  void wireBytesAreThoseOfTheAlgorithm() {
    Problem problem = Problems.parse("allreduce:f32:sum:4KiB");
    try (Arena arena = Arena.ofShared();
        Pool pool = Pools.open("cpu:4");
        BoundPlan bound = bind(pool, problem, "ring", arena)) {
      assertEquals(2 * 3 * 4096, bound.wireBytes());
    }
  }

  @Test
  void aRunAllocatesNothing() {
    Problem problem =
        Collective.allReduce(DType.F32, dev.muster.kernels.problem.ReduceOp.SUM, 4096, 1);
    try (Arena arena = Arena.ofShared();
        Pool pool = Pools.open("cpu:2");
        BoundPlan bound = bind(pool, problem, "ring", arena)) {
      for (int i = 0; i < 4_000; i++) {
        bound.run();
      }
      long before = allocatedBytes();
      for (int i = 0; i < 1000; i++) {
        bound.run();
      }
      long perRun = (allocatedBytes() - before) / 1000;
      assertTrue(perRun < 64, perRun + " bytes per run");
    }
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getTotalThreadAllocatedBytes();
  }

  @Test
  void ranksBeyondTheCoresAreNoted() {
    try (Pool pool = Pools.open("cpu:1000")) {
      assertTrue(pool.notes().getFirst().startsWith("1000 ranks share"), pool.notes()::toString);
    }
  }

  @Test
  void ranksBeyondAQuotaOfCpuTimeAreNoted() {
    try (Pool pool = new CpuPool(1, OptionalDouble.of(0.5))) {
      assertEquals(
          List.of("the quota of CPU time is that of 0.50 CPUs: ranks wait when it is used up"),
          pool.notes());
    }
    try (Pool pool = new CpuPool(1, OptionalDouble.of(1))) {
      assertEquals(List.of(), pool.notes());
    }
  }

  @Test
  void badPoolsAreRefusedWithTheLegalForm() {
    assertRefused("cpu:0", "legal: cpu:RANKS");
    assertRefused("cpu:two", "legal: cpu:RANKS");
    assertRefused("cpu", "legal: cpu:RANKS");
    assertRefused("gpu:1", "legal: cpu:RANKS");
  }

  private static void assertRefused(String pool, String part) {
    BadInputException error = assertThrows(BadInputException.class, () -> Pools.open(pool).close());
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }

  @Test
  void aPlanForAnotherNumberOfRanksIsRefused() {
    try (Pool pool = Pools.open("cpu:3")) {
      MatMul problem = new MatMul(DType.F32, 8, 8, 8);
      BadInputException error =
          assertThrows(
              BadInputException.class, () -> pool.supports(problem, Plan.parse("pm2"), "vector"));
      assertTrue(error.getMessage().contains("pm3"), error.getMessage());
    }
  }

  /** Swing over 128 ranks has steps of 33 messages one way, more than a mailbox holds. */
  @Test
  void aStepOfManyShortMessagesDoesNotWaitForItself() {
    Problem problem = Problems.parse("allreduce:f32:sum:512B");
    try (Pool pool = Pools.open("cpu:128");
        Arena arena = Arena.ofShared();
        BoundPlan bound = bind(pool, problem, "swing", arena)) {
      assertTimeoutPreemptively(Duration.ofSeconds(60), bound::run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "recursive-doubling", "one-shot", "shared-memory"})
  void callsInARowGiveTheAnswerOfOne(String algorithm) {
    Problem problem = Problems.parse("allreduce:f32:max:68B");
    try (Pool pool = Pools.open("cpu:3");
        Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, 3);
      problem.fill(operands, Fill.uniform());
      try (BoundPlan bound = pool.bind(problem, Plan.parse(algorithm), "vector", operands)) {
        assertTrue(bound.nanosBackToBack(1000) > 0);
      }
      Verdict verdict = problem.judge(operands, Fill.uniform());
      assertTrue(verdict.correct(), verdict::toString);
    }
  }

  private static BoundPlan bind(Pool pool, Problem problem, String plan, Arena arena) {
    Operands operands = problem.allocate(arena, pool.ranks());
    problem.fill(operands, Fill.uniform());
    BoundPlan bound = pool.bind(problem, Plan.parse(plan), "vector", operands);
    bound.load();
    return bound;
  }
}
