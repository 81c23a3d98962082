package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.CacheSizes;

/**
 * Block sizes of the loops around a micro-kernel, as data.
 *
 * <p>In the manner of Low, Igual, Smith and Quintana-Ortí (ACM TOMS 43(2), 2016), for loops in
 * another order (see {@link BlockedMatMul}): a panel of B (kc × NR) stays in three quarters of the
 * first-level cache, a block of A (mc × kc) in an eighth of the second level, beside a block of C
 * (mc × nc) in half of it.
 *
 * @param kc length of the sums
 * @param mc rows of a block of A and of C
 * @param nc columns of a block of C
 */
public record Blocking(int kc, int mc, int nc) {

  /** The blocks for one tile on a core with these caches. */
  public static Blocking of(MicroTile tile, CacheSizes caches) {
    if (System.getProperty("blk") != null) {
      String[] x = System.getProperty("blk").split(",");
      return new Blocking(Integer.parseInt(x[0]), Integer.parseInt(x[1]), Integer.parseInt(x[2]));
    }
    long elementBytes = tile.dtype().bytes();
    int kc = Math.clamp(caches.l1Bytes() * 3 / 4 / tile.rowBytes() / 8 * 8, 64, 512);
    int mc = multiple(caches.l2Bytes() / 8 / (elementBytes * kc), tile.rows(), 1024);
    int nc = multiple(caches.l2Bytes() / 2 / (elementBytes * mc), tile.cols(), 4096);
    return new Blocking(kc, mc, nc);
  }

  private static int multiple(long size, int unit, int max) {
    return (int) Math.max(1, Math.min(size, max) / unit) * unit;
  }
}
