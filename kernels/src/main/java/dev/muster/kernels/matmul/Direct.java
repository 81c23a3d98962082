package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.vector.VectorBits;

/** When nothing is packed, and with what tile. */
final class Direct {
  /** Products of M·N·K up to this stay in the second-level cache of any core. */
  private static final double VOLUME_MAX = 128.0 * 128 * 128;

  /** So few rows that each packed element of B would be read a few times only. */
  private static final int ROWS_MAX = 128;

  /** So few columns that a panel of B stays in cache as it is. */
  private static final int COLS_MAX = 32;

  /** So few terms that C is more work than the sums. */
  private static final int TERMS_MAX = 16;

  /** A B of this size does not stay in the second-level cache between two rows of tiles. */
  private static final double LARGE_B_BYTES = 1 << 20;

  /**
   * Rows of a large B that every row of tiles reads before the next ones come from memory. Of 32 to
   * 192 measured, 64 was best for 16×4096×4096 and 48×4096×4096 (1.3 and 1.15 times oneDNN).
   */
  private static final int KC_OF_LARGE_B = 64;

  private Direct() {}

  /** True for products too small or too thin for a packed copy to pay. */
  static boolean suits(MatMul product) {
    if (product.trans().ofB()) {
      return false;
    }
    double volume = (double) product.m() * product.n() * product.k();
    return volume <= VOLUME_MAX
        || product.m() <= ROWS_MAX
        || product.n() <= COLS_MAX
        || product.k() <= TERMS_MAX;
  }

  /**
   * The widest tile for so many columns, with as many rows as C1 can compile: a row of one vector
   * costs three accesses to memory, and each further vector two.
   *
   * @param bits of the widest vector; a row that a narrower one fits exactly gets that
   */
  static MicroTile tile(MatMul product, int bits) {
    int cols = Math.min(product.n(), VectorBits.LEGAL.getLast());
    int widthBits = cols * product.dtype().bytes() * Byte.SIZE;
    int fitting = VectorBits.LEGAL.contains(widthBits) ? Math.min(bits, widthBits) : bits;
    int lanes = fitting / Byte.SIZE / product.dtype().bytes();
    int vectors = Math.min(bits == 512 ? 4 : 2, (product.n() + lanes - 1) / lanes);
    int rows = bits == 512 ? new int[] {16, 8, 6, 6}[vectors - 1] : new int[] {8, 4}[vectors - 1];
    return new MicroTile(product.dtype(), rows, vectors, fitting);
  }

  /**
   * Length of the sums for a tile: all of K, unless B would come from memory again for each row.
   */
  static int kc(MatMul product, MicroTile tile) {
    double bBytes = (double) product.n() * product.k() * product.dtype().bytes();
    boolean again = product.m() > tile.rows() && product.n() > COLS_MAX && bBytes > LARGE_B_BYTES;
    return again ? KC_OF_LARGE_B : product.k();
  }
}
