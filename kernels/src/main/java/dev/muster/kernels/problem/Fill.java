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
    return (seed, operand, index) -> (hash(seed, operand, index) >> 11) * 0x1p-52;
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
        Long.remainderUnsigned(hash(seed, operand, index) >>> 8, values) - r;
  }

  /** Other values of the same kind, for another repetition. */
  default Fill repetition(long repetition) {
    return (seed, operand, index) -> at(seed + 1_000_003 * repetition, operand, index);
  }

  /** Writes this fill over a whole operand. */
  default void fill(Matrix matrix, long seed, int operand) {
    for (long row = 0; row < matrix.rows(); row++) {
      for (long col = 0; col < matrix.cols(); col++) {
        matrix.set(row, col, at(seed, operand, row * matrix.cols() + col));
      }
    }
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) over a combined key. */
  private static long hash(long seed, int operand, long index) {
    long z = seed * 0x9E3779B97F4A7C15L + (operand + 1) * 0xD1B54A32D192ED03L + index;
    z *= 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
