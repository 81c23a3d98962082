package dev.muster.bridge.blas;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.Matrix;

/**
 * What a product is called with, row-major, ready to be passed on.
 *
 * @param opA the library's code for A as it is, or transposed
 * @param opB the same for B
 * @param a address of the first element
 * @param lda leading dimension in elements: the stride, at least 1
 */
record GemmArguments(
    int opA,
    int opB,
    int m,
    int n,
    int k,
    double alpha,
    long a,
    int lda,
    long b,
    int ldb,
    double beta,
    long c,
    int ldc) {

  /**
   * @param plain the library's code for an operand as it is
   * @param transposed its code for one that is stored transposed
   * @throws IllegalArgumentException naming an operand that the library cannot see or address
   */
  static GemmArguments of(MatMul problem, Operands operands, int plain, int transposed) {
    Matrix a = operands.input(0);
    Matrix b = operands.input(1);
    Matrix c = operands.output(0);
    return new GemmArguments(
        problem.trans().ofA() ? transposed : plain,
        problem.trans().ofB() ? transposed : plain,
        problem.m(),
        problem.n(),
        problem.k(),
        problem.alpha(),
        address("A", a),
        leading("A", a),
        address("B", b),
        leading("B", b),
        problem.beta(),
        address("C", c),
        leading("C", c));
  }

  private static long address(String name, Matrix matrix) {
    if (!matrix.segment().isNative()) {
      throw new IllegalArgumentException(
          name + " lies in the Java heap, where no library can see it");
    }
    return matrix.segment().address();
  }

  private static int leading(String name, Matrix matrix) {
    if (matrix.stride() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s has a stride of %d elements; libraries take at most %d"
              .formatted(name, matrix.stride(), Integer.MAX_VALUE));
    }
    return (int) Math.max(1, matrix.stride());
  }
}
