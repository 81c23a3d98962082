package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;

/** What every matmul kernel asks of its problem and operands before it binds. */
public final class MatMulOperands {
  private MatMulOperands() {}

  /** Yes for f32 products; else which types there are. */
  public static Support f32Only(Problem problem) {
    if (!(problem instanceof MatMul)) {
      return Support.no("computes matmul only");
    }
    return problem.dtype() == DType.F32
        ? Support.yes()
        : Support.no("dtype %s; this kernel computes f32".formatted(problem.dtype()));
  }

  /**
   * Refuses operands that do not fit the problem, before anything is written.
   *
   * @throws IllegalArgumentException naming the operand
   */
  public static void check(MatMul problem, Operands operands) {
    check("A", operands.input(0), problem.dtype(), problem.m(), problem.k());
    check("B", operands.input(1), problem.dtype(), problem.k(), problem.n());
    check("C", operands.output(0), problem.dtype(), problem.m(), problem.n());
  }

  private static void check(String name, Matrix matrix, DType dtype, int rows, int cols) {
    if (matrix.dtype() != dtype || matrix.rows() != rows || matrix.cols() != cols) {
      throw new IllegalArgumentException(
          "%s is %s %dx%d, the problem needs %s %dx%d"
              .formatted(name, matrix.dtype(), matrix.rows(), matrix.cols(), dtype, rows, cols));
    }
  }
}
