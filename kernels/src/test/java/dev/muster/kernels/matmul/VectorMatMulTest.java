package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.GuardedOperands;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the BLAS promise of a product, beyond the contract of every kernel. */
class VectorMatMulTest {
  private static final double[] SCALARS = {0, 1, -1, 0.7};
  private static final int SHAPES_PER_TRANSPOSITION = 500;
  private static final int SIZE_MAX = 40;

  @ParameterizedTest
  @EnumSource(Transposition.class)
  void randomShapesAndScalarsAndStridesGiveTheProduct(Transposition trans) {
    SplittableRandom random = new SplittableRandom(trans.name().hashCode());
    for (int i = 0; i < SHAPES_PER_TRANSPOSITION; i++) {
      MatMul problem =
          new MatMul(
              i % 2 == 0 ? DType.F32 : DType.F64,
              random.nextInt(SIZE_MAX),
              random.nextInt(SIZE_MAX),
              random.nextInt(SIZE_MAX),
              trans,
              SCALARS[random.nextInt(SCALARS.length)],
              SCALARS[random.nextInt(SCALARS.length)],
              i);
      Kernel kernel = i % 3 == 0 ? packed() : new VectorMatMul();
      check(kernel, problem, random.nextInt(4));
    }
  }

  /**
   * For which vectors run along k: whole ones and parts, both layouts of B, with and without gaps.
   */
  @ParameterizedTest
  @ValueSource(strings = {"128", "256", "512"})
  void fewColumnsGiveTheProduct(String bits) {
    SplittableRandom random = new SplittableRandom(bits.hashCode());
    for (int i = 0; i < SHAPES_PER_TRANSPOSITION; i++) {
      MatMul problem =
          new MatMul(
              i % 2 == 0 ? DType.F32 : DType.F64,
              1 + random.nextInt(21),
              1 << random.nextInt(3),
              1 + random.nextInt(70),
              random.nextBoolean() ? Transposition.NN : Transposition.NT,
              SCALARS[random.nextInt(SCALARS.length)],
              SCALARS[random.nextInt(SCALARS.length)],
              i);
      Kernel kernel = new VectorMatMul().with(List.of(bits)).withThreads(1 + random.nextInt(3));
      check(kernel, problem, i % 3 == 0 ? 1 : 0);
    }
  }

  private static Kernel packed() {
    return new VectorMatMul().with(List.of("128", "5x2", "16x10x24"));
  }

  private static void check(Kernel kernel, MatMul problem, int padding) {
    try (Arena arena = Arena.ofShared()) {
      GuardedOperands guarded = new GuardedOperands(problem, 1, arena, padding);
      problem.fill(guarded.operands(), Fill.uniform());
      try (BoundKernel bound = kernel.bind(problem, guarded.operands())) {
        bound.run();
      }
      Verdict verdict = problem.judge(guarded.operands(), Fill.uniform());
      assertTrue(verdict.correct(), () -> problem.text() + ": " + verdict);
      guarded.assertIntact(problem.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"matmul", "transposed"})
  void anyNumberOfThreadsGivesTheSameBits(String kind) {
    Transposition trans = kind.equals("matmul") ? Transposition.NN : Transposition.TT;
    MatMul problem = new MatMul(DType.F32, 131, 149, 173).withTrans(trans);
    double[] one = product(packed().withThreads(1), problem);
    for (int threads = 2; threads <= 5; threads++) {
      assertArrayEquals(one, product(packed().withThreads(threads), problem), "threads " + threads);
    }
  }

  private static double[] product(Kernel kernel, MatMul problem) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, 1);
      problem.fill(operands, Fill.uniform());
      try (BoundKernel bound = kernel.bind(problem, operands)) {
        bound.run();
      }
      Matrix c = operands.output(0);
      double[] values = new double[(int) c.count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = c.get(i / c.cols(), i % c.cols());
      }
      return values;
    }
  }

  @Test
  void operandsThatOverlapAreRefusedByName() {
    MatMul problem = new MatMul(DType.F32, 8, 8, 8);
    try (Arena arena = Arena.ofConfined()) {
      Matrix a = problem.allocate(arena, 1).input(0);
      Matrix b = problem.allocate(arena, 1).input(1);
      Matrix c = new Matrix(a.segment().asSlice(4 * 63), DType.F32, 1, 1, 1);
      MatMul small = problem.withShape(1, 1, 64);
      Operands overA =
          new Operands(
              List.of(new Matrix(a.segment(), DType.F32, 1, 64, 64), column(b)), List.of(c));
      assertEquals("A and C overlap; C needs memory of its own", refusal(small, overA));
      Operands overB = new Operands(List.of(row(b), column(a)), List.of(c));
      assertEquals("B and C overlap; C needs memory of its own", refusal(small, overB));
    }
  }

  private static Matrix row(Matrix matrix) {
    return new Matrix(matrix.segment(), DType.F32, 1, 64, 64);
  }

  private static Matrix column(Matrix matrix) {
    return new Matrix(matrix.segment(), DType.F32, 64, 1, 1);
  }

  @Test
  void operandsOnTheHeapAreRefused() {
    MatMul problem = new MatMul(DType.F32, 2, 2, 2);
    Matrix heap = new Matrix(MemorySegment.ofArray(new float[4]), DType.F32, 2, 2, 2);
    Matrix other = new Matrix(MemorySegment.ofArray(new float[4]), DType.F32, 2, 2, 2);
    Matrix third = new Matrix(MemorySegment.ofArray(new float[4]), DType.F32, 2, 2, 2);
    String refusal = refusal(problem, new Operands(List.of(heap, other), List.of(third)));
    assertEquals("an operand is on the heap; operands are native memory", refusal);
  }

  private static String refusal(MatMul problem, Operands operands) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> new VectorMatMul().bind(problem, operands).close())
        .getMessage();
  }

  @Test
  void aRunOnFreedOperandsIsRefused() {
    MatMul problem = new MatMul(DType.F32, 4, 4, 4);
    BoundKernel bound;
    try (Arena arena = Arena.ofShared()) {
      bound = new VectorMatMul().bind(problem, problem.allocate(arena, 1));
      bound.run();
    }
    assertThrows(IllegalStateException.class, bound::run);
    bound.close();
  }

  @Test
  void whatCHeldDoesNotShowWithoutBeta() {
    MatMul problem = new MatMul(DType.F64, 5, 7, 0);
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      operands.output(0).segment().fill((byte) -1);
      try (BoundKernel bound = new VectorMatMul().bind(problem, operands)) {
        bound.run();
      }
      assertEquals(0, operands.output(0).segment().get(ValueLayout.JAVA_DOUBLE, 8 * 34L));
    }
  }
}
