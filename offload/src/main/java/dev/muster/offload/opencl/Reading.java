package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.problem.MatMul;
import java.util.Locale;

/**
 * How {@code matmul.cl} reads the B of a product. Its name in small letters is part of the text
 * form of a tile.
 */
enum Reading {
  /** As it is stored: it stays in a cache, or has so few columns that A is what is read. */
  STORED,
  /**
   * As it is stored, along its rows, for so few rows of C that memory decides. A packed copy would
   * hardly be read again.
   */
  STREAMED,
  /** Packed block by block in local memory by each work-item, which has all rows of C. */
  STAGED,
  /** From a packed copy of all of it, which many work-items read. */
  PACKED;

  /** Columns up to which a packed copy of A would be read a few times only. */
  private static final int COLS_OF_FEW_READS = 128;

  /**
   * Rows of C up to which B is streamed. PoCL 3.1, two cores of an Intel Xeon with 2 MiB of L2, by
   * 1536×7168: 64 rows had 128 and 138 GFLOP/s streamed, 184 and 138 staged.
   */
  private static final int STREAMED_ROWS_MAX = 32;

  /**
   * What a block of A takes of the second-level cache at most, beside which B is staged. The same
   * cores by 4096×4096: 384 rows had 202 and 214 GFLOP/s packed, 265 and 267 staged; 1024³, whose
   * block of A takes half of it, 254 and 267 packed, 205 and 237 staged.
   */
  private static final int PARTS_OF_CACHE_FOR_A = 4;

  /**
   * What suits a product; where B is transposed it has to be packed.
   *
   * @param tileCols columns that a work-item takes at least
   */
  static Reading of(MatMul problem, int tileCols, DeviceFacts facts) {
    return of(problem, tileCols, facts, CacheSizes.here().l2Bytes());
  }

  static Reading of(MatMul problem, int tileCols, DeviceFacts facts, long l2Bytes) {
    if (problem.trans().ofB()) {
      return PACKED;
    }
    long bytesOfB = (long) problem.k() * problem.n() * problem.dtype().bytes();
    if (problem.n() <= COLS_OF_FEW_READS || bytesOfB <= l2Bytes / 4) {
      return STORED;
    }
    if (problem.m() <= STREAMED_ROWS_MAX) {
      return bytesOfB <= l2Bytes ? STORED : STREAMED;
    }
    boolean staysWithA =
        (long) problem.m() * Blocks.STAGED_KC_BYTES <= l2Bytes / PARTS_OF_CACHE_FOR_A;
    boolean keepsUnitsBusy =
        Math.ceilDiv(problem.n(), tileCols) >= Blocks.LEAST_ITEMS_PER_UNIT * facts.computeUnits();
    return staysWithA && keepsUnitsBusy ? STAGED : PACKED;
  }

  /** Whether A is read from a packed copy: a row of it would else be a line of the cache. */
  boolean packsA(MatMul problem) {
    return this != STORED && problem.m() > 1;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
