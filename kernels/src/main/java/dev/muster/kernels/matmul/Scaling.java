package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.Matrix;

/**
 * C ← β·C ahead of a product that adds to C; nothing to do for the β of 0 and 1.
 *
 * <p>A pass of its own keeps β out of the micro-kernels, which are then small enough for C2.
 *
 * @param beta β
 * @param c the matrix
 */
record Scaling(double beta, Matrix c) {

  void run() {
    if (beta != 0 && beta != 1) {
      scale();
    }
  }

  /** C ← β·C; with β = 0 what C held does not show. */
  void scale() {
    for (long row = 0; row < c.rows(); row++) {
      for (long col = 0; col < c.cols(); col++) {
        c.set(row, col, beta == 0 ? 0 : beta * c.get(row, col));
      }
    }
  }
}
