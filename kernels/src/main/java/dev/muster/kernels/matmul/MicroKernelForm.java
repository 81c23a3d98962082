package dev.muster.kernels.matmul;

/**
 * Everything that is compiled into a micro-kernel.
 *
 * @param tile rows and vectors of C that it keeps in registers
 * @param a how A lies
 * @param panelStepBytes bytes between rows of a panel of A that is packed by rows, else 0
 * @param width whether its last vector is whole
 * @param update whether C is read
 */
record MicroKernelForm(MicroTile tile, ALayout a, int panelStepBytes, Width width, Update update) {

  /** Of packed panels, whose steps are constants: C2 then checks no bounds in the loop. */
  static MicroKernelForm packed(MicroTile tile, ALayout a, int panelStepBytes) {
    return new MicroKernelForm(tile, a, panelStepBytes, Width.WHOLE, Update.TILE);
  }

  /** Of operands as they are stored. */
  static MicroKernelForm direct(MicroTile tile, ALayout a, Width width, Update update) {
    return new MicroKernelForm(tile, a, 0, width, update);
  }

  /** How A lies. */
  enum ALayout {
    /** Elements of one column side by side, packed. */
    PANEL_COLUMNS,
    /** Elements of one row side by side, packed: a plain copy of what is stored by rows. */
    PANEL_ROWS,
    /** Elements of one column side by side: A stored transposed. */
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
