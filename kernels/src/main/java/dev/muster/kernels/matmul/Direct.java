package dev.muster.kernels.matmul;

import static java.util.Comparator.naturalOrder;

import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.kernels.vector.VectorBits;

/** When nothing is packed, and with what tile. */
final class Direct {
  /** So few rows that each packed element of B would be read a few times only. */
  private static final int ROWS_MAX = 128;

  /**
   * Fewer rows than these pack nothing, however large C is: of 11008 columns and a sum of 4096, 48
   * rows had 92 GFLOP/s direct and 90 packed, 32 had 70 and 73 (L2 of 2 MiB).
   */
  private static final int ROWS_OF_ANY_C = 60;

  /** So few columns that a panel of B stays in cache as it is. */
  private static final int COLS_MAX = 32;

  /** So few terms that C is more work than the sums. */
  private static final int TERMS_MAX = 16;

  /**
   * Rows of a large B that every row of tiles reads before the next ones come from memory. Of 32 to
   * 192 measured, 64 was best for 48×4096×4096 and 128×4096×4096.
   */
  private static final int KC_OF_LARGE_B = 64;

  /**
   * With few rows of A, memory decides: its prefetchers follow so many rows of B. Of 8 to 64
   * measured, 16×11008×4096 had 63, 69, 61 and 43 GFLOP/s, and 16×4096×4096 74, 94, 96 and 84.
   */
  private static final int KC_OF_FEW_ROWS = 32;

  private static final int FEW_ROWS = 16;

  /** So many rows read a packed element of B that packing it costs little. */
  private static final int ROWS_THAT_PAY = 400;

  private static final int CACHE_LINE_BYTES = 64;

  private Direct() {}

  /**
   * True for products too small or too thin for a packed copy to pay.
   *
   * @param b the second operand, as it is stored
   */
  static boolean suits(MatMul product, Matrix b) {
    if (product.trans().ofB()) {
      return false;
    }
    return (staysInCache(product, b)
            && !paysForPacking(product, b)
            && (isAligned(b) || isSmall(product, b)))
        || hasFewRows(product, b)
        || product.n() <= COLS_MAX
        || product.k() <= TERMS_MAX;
  }

  /**
   * Where B comes from memory, C is read and written for each block of it, as fast as the second
   * level has it. With a C of 2 MiB, 128×4096×4096 had 112 GFLOP/s direct and 138 packed, with 1
   * MiB 64×4096×4096 107 and 109 and 128×2048×2048 137 and 142; with three quarters 48×4096×4096
   * 107 and 96, with half 64×2048×2048 143 and 124 (L2 of 2 MiB, FMA peak 210).
   */
  private static boolean hasFewRows(MatMul product, Matrix b) {
    double cBytes = (double) product.m() * product.n() * product.dtype().bytes();
    return product.m() < ROWS_OF_ANY_C
        || (product.m() <= ROWS_MAX
            && (staysInCache(product, b) || cBytes <= 0.45 * CacheSizes.here().l2Bytes()));
  }

  /** True where B stays in the second-level cache from one row of tiles to the next. */
  private static boolean staysInCache(MatMul product, Matrix b) {
    return bytes(product, b) <= 0.75 * CacheSizes.here().l2Bytes();
  }

  /**
   * With a B of half the second level, 512³ had 159 GFLOP/s direct and 166 packed; 384³ 166 and 167
   * (L2 of 2 MiB, FMA peak 206).
   */
  private static boolean paysForPacking(MatMul product, Matrix b) {
    return product.m() > ROWS_THAT_PAY && bytes(product, b) > 0.4 * CacheSizes.here().l2Bytes();
  }

  /** True where no vector of B lies in two cache lines, which takes two accesses. */
  private static boolean isAligned(Matrix b) {
    long rowBytes = b.stride() * b.dtype().bytes();
    return (b.segment().address() | rowBytes) % CACHE_LINE_BYTES == 0;
  }

  /**
   * With vectors in two cache lines each, 200³ had 153 GFLOP/s direct and 145 packed, 250³ 154 and
   * 157, 500³ 143 and 160 (L2 of 2 MiB).
   */
  private static boolean isSmall(MatMul product, Matrix b) {
    return bytes(product, b) <= 0.125 * CacheSizes.here().l2Bytes();
  }

  private static double bytes(MatMul product, Matrix b) {
    return (double) product.k() * b.stride() * b.dtype().bytes();
  }

  /**
   * The widest tile for so many columns, with as many rows as C1 can compile: a row of one vector
   * costs three accesses to memory, and each further vector two. With two vectors at 512 bits, 24³
   * took 235 ns by 8 rows and 215 by 12, 32³ 376 and 345, 20000×32×1024 7.9 and 7.3 ms.
   *
   * @param bits of the widest vector; a row that fits a narrower one gets that
   */
  static MicroTile tile(MatMul product, int bits) {
    int cols = Math.min(product.n(), VectorBits.LEGAL.getLast());
    int widthBits = cols * product.dtype().bytes() * Byte.SIZE;
    int fitting =
        VectorBits.LEGAL.stream()
            .filter(legal -> legal >= widthBits)
            .min(naturalOrder())
            .orElse(bits);
    int tileBits = Math.min(bits, fitting);
    int lanes = tileBits / Byte.SIZE / product.dtype().bytes();
    int vectors = Math.min(bits == 512 ? 4 : 2, (product.n() + lanes - 1) / lanes);
    int rows = bits == 512 ? new int[] {16, 12, 6, 6}[vectors - 1] : new int[] {8, 5}[vectors - 1];
    return new MicroTile(product.dtype(), rows, vectors, tileBits);
  }

  /**
   * Rows of A that meet one panel of B after the other: they stay in the first-level cache. 512³
   * had 164 GFLOP/s with all rows at once and 172 so, where A and B together exceed the second.
   */
  static int mc(int kc, DType dtype) {
    return (int) (CacheSizes.here().l1Bytes() * 2 / 3 / dtype.bytes() / kc);
  }

  /** Length of the sums for a tile: all of K, unless B comes from memory. */
  static int kc(MatMul product, Matrix b) {
    if (product.n() <= COLS_MAX || staysInCache(product, b)) {
      return product.k();
    }
    return product.m() <= FEW_ROWS ? KC_OF_FEW_ROWS : KC_OF_LARGE_B;
  }
}
