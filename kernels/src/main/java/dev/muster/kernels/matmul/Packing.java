package dev.muster.kernels.matmul;

/**
 * Copies a block of an operand into a panel: {@code width} elements of one step of the sum side by
 * side, then those of the next step.
 */
interface Packing {

  /**
   * panel[p·panelWidth + i] ← x[i, p] for i from 0 to width, p from 0 to count; elements from width
   * to panelWidth become 0.
   *
   * @param x address of x[0, 0]
   * @param stepBytes from x[0, p] to x[0, p+1], or from x[i, 0] to x[i+1, 0], whichever is not the
   *     size of an element
   * @param width elements of a step
   * @param count steps
   * @param panel address of the panel
   * @param panelWidth elements of a step in the panel, at least {@code width}
   */
  void pack(long x, long stepBytes, int width, int count, long panel, int panelWidth);
}
