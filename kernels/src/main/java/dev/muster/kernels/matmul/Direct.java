package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.vector.VectorBits;

/** When nothing is packed, and with what tile. */
final class Direct {
  /** Products of M·N·K up to this stay in the second-level cache of any core. */
  private static final double VOLUME_MAX = 128.0 * 128 * 128;

  /** So few rows, or terms, that each packed element would be read a few times only. */
  private static final int THIN_MAX = 16;

  private Direct() {}

  /** True for products too small or too thin for a packed copy to pay. */
  static boolean suits(MatMul product) {
    if (product.trans().ofB()) {
      return false;
    }
    double volume = (double) product.m() * product.n() * product.k();
    return volume <= VOLUME_MAX
        || product.m() <= THIN_MAX
        || product.n() <= 2 * THIN_MAX
        || product.k() <= THIN_MAX;
  }

  /**
   * The widest tile for so many columns, with as many rows as C1 can compile: a row of one vector
   * costs three accesses to memory, and each further vector two.
   *
   * @param bits of the widest vector; a row that a narrower one fits exactly gets that
   */
  static MicroTile tile(MatMul product, int bits) {
    int widthBits = product.n() * product.dtype().bytes() * Byte.SIZE;
    int fitting = VectorBits.LEGAL.contains(widthBits) ? Math.min(bits, widthBits) : bits;
    int lanes = fitting / Byte.SIZE / product.dtype().bytes();
    int vectors = Math.min(bits == 512 ? 4 : 2, (product.n() + lanes - 1) / lanes);
    int rows = bits == 512 ? new int[] {16, 8, 6, 6}[vectors - 1] : new int[] {8, 4}[vectors - 1];
    return new MicroTile(product.dtype(), rows, vectors, fitting);
  }

  static int kc(MatMul product) {
    return product.k();
  }
}
