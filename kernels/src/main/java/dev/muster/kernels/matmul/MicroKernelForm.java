package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;

/**
 * Everything that is compiled into a micro-kernel. Steps are constants of the code, since C2 then
 * needs no check of bounds in the loop: a product on operands as they are stored has a micro-kernel
 * of its own for their strides.
 *
 * @param tile rows and vectors of C that it keeps in registers
 * @param a which elements of A lie side by side
 * @param aStepBytes from one column of A to the next, or from one row to the next: whichever does
 *     not lie side by side
 * @param bStepBytes from one row of B to the next
 * @param cStepBytes from one row of C to the next
 * @param width whether its last vector is whole
 * @param update what becomes of C
 */
record MicroKernelForm(
    MicroTile tile,
    ALayout a,
    long aStepBytes,
    BRows b,
    long bStepBytes,
    long cStepBytes,
    Width width,
    Update update,
    boolean scaled) {

  /**
   * Of a whole tile that is stored.
   *
   * @param aStepBytes see the record
   * @param b see the record
   * @param bStepBytes see the record
   */
  static MicroKernelForm of(
      MatMul problem,
      OperandViews views,
      MicroTile tile,
      long aStepBytes,
      BRows b,
      long bStepBytes) {
    return new MicroKernelForm(
        tile,
        problem.trans().ofA() ? ALayout.COLUMNS : ALayout.ROWS,
        aStepBytes,
        b,
        bStepBytes,
        views.c().rowBytes(),
        Width.WHOLE,
        Update.STORE,
        problem.alpha() != 1);
  }

  MicroKernelForm with(Update newUpdate) {
    return new MicroKernelForm(
        tile, a, aStepBytes, b, bStepBytes, cStepBytes, width, newUpdate, scaled);
  }

  /** Of a tile of another shape. */
  MicroKernelForm with(MicroTile newTile, Width newWidth) {
    return new MicroKernelForm(
        newTile, a, aStepBytes, b, bStepBytes, cStepBytes, newWidth, update, scaled);
  }

  /** Which elements of A lie side by side. */
  enum ALayout {
    /** Those of one column: A stored transposed, or packed so. */
    COLUMNS,
    /** Those of one row: A as it is stored. */
    ROWS
  }

  /** How far rows of B can be read. */
  enum BRows {
    /** To the end of the last vector: packed. */
    PADDED,
    /** To the end of the last vector in all but the last rows. */
    AS_STORED
  }

  /** How far the last vector reaches. */
  enum Width {
    WHOLE,
    /** Only some lanes exist: loads and stores of the last vector are masked. */
    PART
  }

  /** What becomes of C. */
  enum Update {
    /** C ← α·sum: C is only written. */
    STORE,
    /** C ← α·sum + C. */
    ADD
  }
}
