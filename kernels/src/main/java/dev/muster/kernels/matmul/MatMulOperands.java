package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.MemorySegment;

/** What every matmul kernel asks of its problem and operands before it binds. */
public final class MatMulOperands {
  private MatMulOperands() {}

  /** Yes for every product of numbers that are multiplied and added as they are. */
  public static Support anyArithmetic(Problem problem) {
    if (anyProduct(problem) instanceof Support.No no) {
      return no;
    }
    return problem.dtype().hasArithmetic()
        ? Support.yes()
        : Support.no(
            "dtype %s; products here are of %s".formatted(problem.dtype(), DType.ofArithmetic()));
  }

  /** Yes for every product of floats, halves included. */
  public static Support anyProduct(Problem problem) {
    if (!(problem instanceof MatMul)) {
      return Support.no("computes matmul only");
    }
    return problem.dtype().hasProducts()
        ? Support.yes()
        : Support.no("dtype %s; products are of %s".formatted(problem.dtype(), DType.ofProducts()));
  }

  /**
   * Refuses operands that do not fit the problem, before anything is written.
   *
   * @throws IllegalArgumentException naming the operand
   */
  public static void check(MatMul problem, Operands operands) {
    Transposition trans = problem.trans();
    int m = problem.m();
    int n = problem.n();
    int k = problem.k();
    check("A", operands.input(0), problem.dtype(), trans.ofA() ? k : m, trans.ofA() ? m : k);
    check("B", operands.input(1), problem.dtype(), trans.ofB() ? n : k, trans.ofB() ? k : n);
    check("C", operands.output(0), problem.dtype(), m, n);
    checkApart("A", operands.input(0), operands.output(0));
    checkApart("B", operands.input(1), operands.output(0));
  }

  /** C is written while A and B are still read: the memory of their elements may not meet. */
  private static void checkApart(String name, Matrix input, Matrix c) {
    if (extent(input).asOverlappingSlice(extent(c)).isPresent()) {
      throw new IllegalArgumentException(
          "%s and C overlap; C needs memory of its own".formatted(name));
    }
  }

  /** From the first element to the last. */
  private static MemorySegment extent(Matrix matrix) {
    long count = matrix.count() == 0 ? 0 : (matrix.rows() - 1) * matrix.stride() + matrix.cols();
    return matrix.segment().asSlice(0, count * matrix.dtype().bytes());
  }

  private static void check(String name, Matrix matrix, DType dtype, int rows, int cols) {
    if (matrix.dtype() != dtype || matrix.rows() != rows || matrix.cols() != cols) {
      throw new IllegalArgumentException(
          "%s is %s %dx%d, the problem needs %s %dx%d"
              .formatted(name, matrix.dtype(), matrix.rows(), matrix.cols(), dtype, rows, cols));
    }
  }
}
