package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.DType;

/**
 * Error bounds of floating-point sums; Higham, Accuracy and Stability of Numerical Algorithms, 2nd
 * edition, section 3.1.
 */
public final class Rounding {
  private Rounding() {}

  /** γ_n = n·u / (1 − n·u): the relative error of n roundings in a row. */
  public static double gamma(long n, DType dtype) {
    double nu = n * dtype.unitRoundoff();
    return nu < 1 ? nu / (1 - nu) : Double.POSITIVE_INFINITY;
  }

  /**
   * How far a sum may be off after {@code n} roundings, when the absolute values of its terms add
   * up to {@code magnitude}; underflow included, and the double precision of the reference itself.
   */
  public static double bound(long n, double magnitude, DType dtype) {
    return (gamma(n, dtype) + gamma(n, DType.F64)) * magnitude + n * dtype.leastPositive();
  }
}
