package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.CacheSizes;

/**
 * Block sizes of the five loops around a micro-kernel, as data.
 *
 * <p>They follow the analytical model of Low, Igual, Smith and Quintana-Ortí (ACM TOMS 43(2), 2016)
 * in outline: a panel of B (kc × NR) stays in three quarters of the first-level cache, a block of A
 * (mc × kc) in half of the second level, a block of B (kc × nc) in the last level.
 *
 * @param kc length of the sums
 * @param mc rows of a block of A, a multiple of MR
 * @param nc columns of a block of B, a multiple of NR
 */
public record Blocking(int kc, int mc, int nc) {
  private static final long B_BLOCK_BYTES_MAX = 4 << 20;

  /** The blocks for one tile on a core with these caches. */
  public static Blocking of(MicroTile tile, CacheSizes caches) {
    long elementBytes = tile.dtype().bytes();
    int kc = Math.clamp(caches.l1Bytes() * 3 / 4 / tile.rowBytes() / 8 * 8, 64, 512);
    int mc = multiple(caches.l2Bytes() / 2 / (elementBytes * kc), tile.rows(), 1024);
    long bBytes = Math.min(B_BLOCK_BYTES_MAX, Math.max(caches.l3Bytes() / 2, caches.l2Bytes()));
    int nc = multiple(bBytes / (elementBytes * kc), tile.cols(), 8192);
    return new Blocking(kc, mc, nc);
  }

  private static int multiple(long size, int unit, int max) {
    return (int) Math.max(1, Math.min(size, max) / unit) * unit;
  }

  static int roundUp(int value, int unit) {
    return (value + unit - 1) / unit * unit;
  }
}
