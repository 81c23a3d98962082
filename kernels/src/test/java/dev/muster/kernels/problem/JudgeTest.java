package dev.muster.kernels.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A judge that lets a wrong answer pass is worth nothing: each is shown one. */
class JudgeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32:17x19x23",
        "matmul:f32:17x19x23:beta=1",
        "matmul:f16:17x19x23:beta=1",
        "reduce-local:f32:sum:400B",
        "copy:f32:400B",
        "triad:f32:400B",
        "fma:f32:8"
      })
  void oneWrongElementIsFoundInBothTiers(String text) {
    Problem problem = Problems.parse(text);
    for (Fill fill : new Fill[] {problem.exactFill(1), Fill.uniform()}) {
      try (Arena arena = Arena.ofConfined()) {
        Operands operands = problem.allocate(arena, 1);
        problem.fill(operands, fill);
        compute(problem, operands);
        assertTrue(problem.judge(operands, fill).correct(), text);

        Matrix out = operands.output(0);
        long row = out.rows() / 2;
        double right = out.get(row, 3);
        double lastBit = out.dtype().unitRoundoff() * Math.abs(right);
        out.set(row, 3, right + Math.max(0.01, 4 * lastBit));
        Verdict verdict = problem.judge(operands, fill);
        assertEquals(1, verdict.wrongCount(), text);
        assertTrue(verdict.worst().contains("[" + row + ","), verdict.worst());
      }
    }
  }

  /** The last bit of f16 is 2⁻¹¹ of a value, and two such errors are not one. */
  @ParameterizedTest
  @ValueSource(strings = {"matmul:f16:17x19x101", "matmul:bf16:17x19x101"})
  void aSumThatIsRoundedTwiceIsFoundWhereNothingElseWouldRound(String text) {
    MatMul problem = (MatMul) Problems.parse(text);
    Fill ofOddSums = (_, operand, _) -> operand == 0 ? 7 : 9;
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      problem.fill(operands, ofOddSums);
      compute(problem, operands);
      assertTrue(problem.judge(operands, ofOddSums).correct());
      double right = operands.output(0).get(3, 3);
      operands.output(0).set(3, 3, right * (1 + 4 * problem.dtype().unitRoundoff()));
      assertEquals(1, problem.judge(operands, ofOddSums).wrongCount());
    }
  }

  @Test
  void theResidualFindsAnErrorBeyondItsBoundAndTheSampleASmallOneThatRepeats() {
    MatMul problem = new MatMul(DType.F32, 400, 300, 350);
    for (Fill fill : new Fill[] {problem.exactFill(1), Fill.uniform()}) {
      try (Arena arena = Arena.ofConfined()) {
        Operands operands = problem.allocate(arena, 1);
        problem.fill(operands, fill);
        compute(problem, operands);
        assertTrue(problem.judge(operands, fill).correct());

        Matrix c = operands.output(0);
        double right = c.get(200, 3);
        c.set(200, 3, right + 3);
        assertTrue(problem.judge(operands, fill).worst().contains("[200,"));

        c.set(200, 3, right);
        for (int row = 0; row < 400; row++) {
          c.set(row, 299, c.get(row, 299) + 0.01);
        }
        assertFalse(problem.judge(operands, fill).correct());
      }
    }
  }

  @Test
  void ofALargeProductOfIntegersNoSingleWrongElementEscapes() {
    MatMul problem = new MatMul(DType.F32, 1024, 1024, 1024);
    Fill fill = problem.exactFill(1);
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      problem.fill(operands, fill);
      compute(problem, operands);
      assertTrue(problem.judge(operands, fill).correct());
      operands.output(0).set(517, 333, operands.output(0).get(517, 333) + 1);
      assertTrue(problem.judge(operands, fill).worst().contains("C·t[517,0]"));
    }
  }

  @Test
  void nanInAnAnswerIsNeverWithinBounds() {
    Problem problem = Problems.parse("matmul:f32:5x5x5");
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      problem.fill(operands, Fill.uniform());
      Verdict verdict = problem.judge(operands, Fill.uniform());
      assertEquals(25, verdict.wrongCount(), "C is poisoned until it is written");
    }
  }

  @Test
  void aWrongRankOfAnAllReduceIsNamed() {
    Problem problem = Problems.parse("allreduce:f32:sum:40B");
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 3);
      problem.fill(operands, Fill.uniform());
      for (int rank = 0; rank < 3; rank++) {
        for (int i = 0; i < 10; i++) {
          double sum = 0;
          for (Matrix input : operands.inputs()) {
            sum += input.get(0, i);
          }
          operands.output(rank).set(0, i, sum);
        }
      }
      assertTrue(problem.judge(operands, Fill.uniform()).correct());
      operands.output(2).set(0, 7, 5);
      Verdict verdict = problem.judge(operands, Fill.uniform());
      assertFalse(verdict.correct());
      assertTrue(verdict.worst().startsWith("worst at rank [2,7]"), verdict.worst());
    }
  }

  @Test
  void theExactTierToleratesNoRounding() {
    MatMul problem = new MatMul(DType.F32, 4, 4, 1000);
    Fill fill = problem.exactFill(1);
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      problem.fill(operands, fill);
      compute(problem, operands);
      Matrix c = operands.output(0);
      c.set(1, 1, Math.nextUp((float) c.get(1, 1)));
      assertEquals(1, problem.judge(operands, fill).wrongCount());
    }
  }

  private static void compute(Problem problem, Operands operands) {
    try (BoundKernel bound = Kernels.cpu().find("vector", problem).bind(problem, operands)) {
      bound.load();
      bound.run();
      bound.store();
    }
  }
}
