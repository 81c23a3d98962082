package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;

/** When nothing is packed, and with what tile. */
final class Direct {
  private Direct() {}

  /** True for products too small or too thin for a packed copy to pay. */
  static boolean suits(MatMul product) {
    if (product.trans().ofB()) {
      return false;
    }
    double volume = (double) product.m() * product.n() * product.k();
    return volume <= 96.0 * 96 * 96 || product.m() <= 16 || product.n() <= 32 || product.k() <= 16;
  }

  static MicroTile tile(MatMul product, int bits) {
    int vectors = bits == 512 ? 4 : 2;
    int rows = bits == 512 ? 6 : 4;
    return new MicroTile(product.dtype(), rows, vectors, bits);
  }

  static int kc(MatMul product) {
    return product.k();
  }
}
