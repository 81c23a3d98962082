package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.DType;

/**
 * C ← α·tile + β·C for one finished tile.
 *
 * <p>A method of its own: a micro-kernel that updates C itself has so many accesses to memory that
 * C1 runs out of virtual registers, and the kernel then stays without its vectors (docs/adr/0011).
 */
interface TileUpdate {

  /**
   * Updates rows × cols elements of C.
   *
   * @param tile address of the tile
   * @param tileStepBytes from one row of the tile to the next
   * @param c address of the first element of C
   * @param cStepBytes from one row of C to the next
   */
  void update(long tile, long tileStepBytes, int rows, int cols, long c, long cStepBytes);

  static TileUpdate of(DType dtype, double alpha, double beta) {
    return switch (dtype) {
      case F32 -> new FloatTileUpdate(alpha, beta);
      case F64 -> new DoubleTileUpdate(alpha, beta);
    };
  }
}
