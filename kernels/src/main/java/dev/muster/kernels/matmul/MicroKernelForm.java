package dev.muster.kernels.matmul;

/**
 * Everything that is compiled into a micro-kernel.
 *
 * @param tile rows and vectors of C that it keeps in registers
 * @param a how its rows of A lie
 * @param width whether its last vector is whole
 * @param update whether C is read
 */
record MicroKernelForm(MicroTile tile, ALayout a, Width width, Update update) {

  /** How A lies. */
  enum ALayout {
    /** Elements of one column side by side: a packed panel, or A stored transposed. */
    COLUMNS,
    /** Elements of one row side by side: A as it is stored. */
    ROWS
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
    ADD,
    /** tile ← sum: into a tile of its own, where C would be more than C1 and C2 can take. */
    TILE
  }
}
