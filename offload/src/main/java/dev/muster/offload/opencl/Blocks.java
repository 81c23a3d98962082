package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import java.util.List;

/**
 * How the loops of {@code matmul.cl} are cut for the caches.
 *
 * @param kc length of the sums between two visits to C
 * @param mc rows of C per work-item, a multiple of those of the tile
 * @param nc columns of C per work-item, a multiple of those of the tile
 */
record Blocks(int kc, int mc, int nc) {
  /** Of one column of a strip of B, and with it of one row of a block of A. */
  private static final int KC_BYTES = 2048;

  /** The same where a work-item has packed it itself. */
  static final int STAGED_KC_BYTES = 1024;

  /** Of the C of one work-item, if units are not to wait for each other. */
  private static final int EXTENT = 128;

  /**
   * Of a block of a B with few columns: the longer it is, the longer are the runs along rows of A.
   */
  private static final int STORED_B_BYTES = 32 << 10;

  private static final int FEW_ROWS = 16;
  private static final int KC_OF_FEW_ROWS = 32;

  /**
   * Of rows of B from which on fewer of them are streamed at a time. PoCL 3.1 on two cores of an
   * Intel Xeon, 16 and 32 rows in turns: f64 16×11008×4096 had 49 and 26 GFLOP/s, f32 92 and 80;
   * 16×4096×4096 80 and 78, 179 and 175; 16×1536×7168 82 and 103, 189 and 220.
   */
  private static final int LONG_ROW_BYTES = 32 << 10;

  private static final int KC_OF_LONG_ROWS = 16;

  /** Of a row of B that a work-item goes along, so that the next line is there when it comes. */
  private static final int STREAMED_BYTES = 4096;

  /** Work-items per compute unit, so that none waits long for the last one. */
  private static final int ITEMS_PER_UNIT = 4;

  /** With fewer of them, units are idle for long. */
  static final int LEAST_ITEMS_PER_UNIT = 2;

  /**
   * For large products those that were fastest with PoCL 3.1 on two Zen 4 cores, where 1500³ had
   * 188 GFLOP/s with kc 256 and 193 with kc 512, beside 188 of the vector kernel in turns.
   */
  static Blocks of(RegisterTile tile, MatMul problem, Reading reading, DeviceFacts facts) {
    int bytes = problem.dtype().bytes();
    int units = facts.computeUnits();
    return switch (reading) {
      case STORED ->
          new Blocks(
                  kc(problem, directKc(problem)),
                  whole(Math.min(EXTENT, problem.m()), tile.rows()),
                  whole(problem.n(), tile.cols()))
              .forUnits(tile, problem, units);
      case STREAMED ->
          new Blocks(
                  kc(problem, streamedKc(problem)),
                  whole(problem.m(), tile.rows()),
                  whole(problem.n(), tile.cols()))
              .acrossForUnits(tile, problem, units, STREAMED_BYTES / bytes, SumParts.most(problem));
      case STAGED -> staged(tile, problem, facts).acrossForUnits(tile, problem, units, 1, 1);
      case PACKED ->
          new Blocks(
                  kc(problem, KC_BYTES / bytes),
                  whole(Math.min(EXTENT, problem.m()), tile.rows()),
                  whole(Math.min(EXTENT, problem.n()), tile.cols()))
              .forUnits(tile, problem, units);
    };
  }

  /** As many columns as local memory and a quarter of the second-level cache hold. */
  private static Blocks staged(RegisterTile tile, MatMul problem, DeviceFacts facts) {
    int bytes = problem.dtype().bytes();
    long room = Math.min(facts.localBytes(), CacheSizes.here().l2Bytes() / 4) / bytes;
    int kc = kc(problem, Math.clamp(room / tile.cols(), 1, STAGED_KC_BYTES / bytes));
    int strips = Math.clamp(room / ((long) kc * tile.cols()), 1, 1 << 16);
    return new Blocks(
        kc,
        whole(problem.m(), tile.rows()),
        Math.min(whole(problem.n(), tile.cols()), strips * tile.cols()));
  }

  private static int kc(MatMul problem, int most) {
    return Math.clamp(problem.k(), 1, most);
  }

  private static int streamedKc(MatMul problem) {
    return rowBytesOfB(problem) > LONG_ROW_BYTES ? KC_OF_LONG_ROWS : KC_OF_FEW_ROWS;
  }

  private static long rowBytesOfB(MatMul problem) {
    return (long) problem.n() * problem.dtype().bytes();
  }

  private static int directKc(MatMul problem) {
    if (problem.k() * rowBytesOfB(problem) <= CacheSizes.here().l2Bytes() / 2) {
      return Math.max(1, problem.k());
    }
    return problem.m() <= FEW_ROWS
        ? KC_OF_FEW_ROWS
        : Math.clamp(STORED_B_BYTES / rowBytesOfB(problem), KC_OF_FEW_ROWS, STORED_B_BYTES);
  }

  /** The least multiple that is not less; one where there is nothing. */
  private static int whole(int count, int step) {
    return Math.max(1, Math.ceilDiv(count, step)) * step;
  }

  /** Halved along the longer side until every unit has a few work-items, or one tile is left. */
  private Blocks forUnits(RegisterTile tile, MatMul problem, int units) {
    Blocks blocks = this;
    while (blocks.items(problem) < (long) units * ITEMS_PER_UNIT) {
      int downTiles = blocks.mc / tile.rows();
      int acrossTiles = blocks.nc / tile.cols();
      if (acrossTiles > 1 && (blocks.nc >= blocks.mc || downTiles == 1)) {
        blocks = new Blocks(kc, blocks.mc, (acrossTiles + 1) / 2 * tile.cols());
      } else if (downTiles > 1) {
        blocks = new Blocks(kc, (downTiles + 1) / 2 * tile.rows(), blocks.nc);
      } else {
        break;
      }
    }
    return blocks;
  }

  /**
   * The same, across alone: all rows stay with one work-item.
   *
   * @param least columns that are not halved below, unless parts of sums leave units idle too
   * @param parts into how many parts sums can be cut
   */
  private Blocks acrossForUnits(
      RegisterTile tile, MatMul problem, int units, int least, int parts) {
    long wanted = (long) units * ITEMS_PER_UNIT;
    Blocks blocks = this;
    while (blocks.nc > tile.cols()
        && (blocks.items(problem) * parts < wanted
            || (blocks.items(problem) < wanted && blocks.nc >= 2 * least))) {
      blocks = new Blocks(kc, mc, (blocks.nc / tile.cols() + 1) / 2 * tile.cols());
    }
    return blocks;
  }

  /**
   * As many blocks, as nearly of one size as whole tiles allow. The first of two workers of PoCL
   * 3.1 takes half of all blocks at once, which of 600×600×8192 in blocks of 132×512 were 85 % of
   * the work: two cores of an Intel Xeon had 166 GFLOP/s with these, and 227 with blocks of
   * 120×320.
   */
  Blocks even(MatMul problem, int rows, int cols) {
    return new Blocks(kc, evenSize(problem.m(), mc, rows), evenSize(problem.n(), nc, cols));
  }

  private static int evenSize(int count, int size, int step) {
    return count == 0 ? size : whole(Math.ceilDiv(count, Math.ceilDiv(count, size)), step);
  }

  /** Of a tile: each size a step smaller and larger, what was fastest most often first. */
  List<Blocks> neighbours(int rows, int cols) {
    return List.of(
        new Blocks(kc, mc, nc * 2),
        new Blocks(Math.max(1, kc / 2), mc, nc),
        new Blocks(kc, halved(mc, rows), nc),
        new Blocks(kc * 2, mc, nc),
        new Blocks(kc, mc * 2, nc),
        new Blocks(kc, mc, halved(nc, cols)));
  }

  private static int halved(int size, int tile) {
    return Math.max(1, size / tile / 2) * tile;
  }

  /** Of nearly the same size, for another tile. */
  Blocks nearly(int rows, int cols) {
    return new Blocks(kc, Math.max(1, mc / rows) * rows, Math.max(1, nc / cols) * cols);
  }

  /** Work-items of a product. */
  long items(MatMul problem) {
    return (long) Math.ceilDiv(problem.m(), mc) * Math.ceilDiv(problem.n(), nc);
  }

  /** Bytes of B in one of these blocks. */
  long bytesOfB(MatMul problem) {
    return (long) kc * nc * problem.dtype().bytes();
  }

  /**
   * Refuses blocks that are no multiples of a tile.
   *
   * @throws BadInputException naming what would be legal
   */
  void requireWhole(int rows, int cols) {
    if (mc % rows != 0 || nc % cols != 0) {
      throw new BadInputException(
          "bad blocks %s; legal: MC a multiple of %d rows, NC of %d columns, e.g. 256x%dx%d"
              .formatted(this, rows, cols, 16 * rows, 16 * cols));
    }
  }

  @Override
  public String toString() {
    return "%dx%dx%d".formatted(kc, mc, nc);
  }
}
