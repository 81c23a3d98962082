package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.FixedTree;
import dev.muster.offload.plan.Plan;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One order of summation on real threads, with real rounding. */
class FixedOrderTest {
  private static final int BLOCKS = 24;

  /** More than one piece, and a rest. */
  private static final long COUNT = 20_011;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F16", "BF16"})
  void theBytesOfASumDoNotDependOnTheRanks(DType dtype) {
    byte[] alone = sum(dtype, FixedTree.NAME, 1);
    for (int ranks : new int[] {2, 3, 4, 5, 8}) {
      assertArrayEquals(alone, sum(dtype, FixedTree.NAME, ranks));
    }
  }

  private static byte[] sum(DType dtype, String algorithm, int ranks) {
    Collective problem = Collective.allReduce(dtype, ReduceOp.SUM, COUNT, 24).withBlocks(BLOCKS);
    try (Arena arena = Arena.ofShared();
        CpuPool pool = new CpuPool(ranks)) {
      Operands operands = problem.allocate(arena, ranks);
      problem.fill(operands, Fill.uniform());
      try (BoundPlan bound = pool.bind(problem, Plan.parse(algorithm), "vector", operands)) {
        bound.run();
      }
      Verdict verdict = problem.judge(operands, Fill.uniform());
      assertTrue(verdict.correct(), verdict::toString);
      return operands.output(ranks - 1).segment().toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
