package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;

/**
 * The values of operands, as a pure function of seed, operand and element: a reference can ask for
 * an input again after a kernel has overwritten it.
 */
@FunctionalInterface
public interface Fill {

  /** What a kernel must not read, or has not written: NaN everywhere. */
  Fill POISON = (_, _, _) -> Double.NaN;

  /** The value of element {@code index} of operand {@code operand}. */
  double at(long seed, int operand, long index);

  /** Reals uniform in [-1, 1): the operands of the rounding tier and of everything timed. */
  static Fill uniform() {
    return new UniformFill(0);
  }

  /**
   * Integers so small that a sum of {@code terms} products of two of them is exact in {@code dtype}
   * in any order: |x| ≤ r with terms·r² ≤ 2^p, and r at most 8.
   */
  static Fill exact(DType dtype, long terms) {
    double largest = Math.sqrt(dtype.largestExactInteger() / Math.max(1, terms));
    int r = (int) Math.max(1, Math.min(8, Math.floor(largest)));
    int values = 2 * r + 1;
    return (seed, operand, index) ->
        Long.remainderUnsigned(
                UniformFill.mix(UniformFill.key(seed, operand) + index) >>> 8, values)
            - r;
  }

  /** Other values of the same kind, for another repetition. */
  default Fill repetition(long repetition) {
    return (seed, operand, index) -> at(seed + UniformFill.seedShift(repetition), operand, index);
  }

  /** The values of {@code count} elements from {@code first} on. */
  default void values(long seed, int operand, long first, double[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = at(seed, operand, first + i);
    }
  }

  /** Writes this fill over a whole operand. */
  default void fill(Matrix matrix, long seed, int operand) {
    Matrix lines = matrix.contiguous() ? matrix.asRow() : matrix;
    double[] chunk = new double[(int) Math.min(UniformFill.CHUNK, lines.cols())];
    for (long row = 0; row < lines.rows(); row++) {
      for (long col = 0; col < lines.cols(); col += chunk.length) {
        int count = (int) Math.min(chunk.length, lines.cols() - col);
        values(seed, operand, row * lines.cols() + col, chunk, count);
        lines.set(row, col, chunk, count);
      }
    }
  }
}
