package dev.muster.suites.inspect;

import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.matmul.MicroTile;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;

/**
 * A micro-kernel to look at, within the kernel and the problem that make C2 compile it.
 *
 * @param tile rows, vectors and their width
 * @param avx that it is compiled for
 * @param product of the tile's type; C2 weighs what is in the loop against what is around it
 */
public record Subject(MicroTile tile, Avx avx, MatMul product) {
  /** Sums of any block size, and far more calls of the micro-kernel than C2 waits for. */
  private static final int SIZE = 512;

  /** The tile that Muster itself takes for large products where nobody tuned it. */
  public static Subject chosen(DType dtype, int bits, Avx avx) {
    return of(MicroTile.preferred(dtype, bits), avx);
  }

  /**
   * A tile from its text form.
   *
   * @param tile rows × vectors, e.g. {@code 5x2}
   * @throws BadInputException naming the legal form
   */
  public static Subject of(String tile, DType dtype, int bits, Avx avx) {
    return of(MicroTile.parse(tile, dtype, bits), avx);
  }

  private static Subject of(MicroTile tile, Avx avx) {
    return new Subject(tile, avx, usual(tile));
  }

  private static MatMul usual(MicroTile tile) {
    return new MatMul(tile.dtype(), SIZE, SIZE, SIZE);
  }

  /** The same in another product of its type. */
  public Subject in(MatMul newProduct) {
    return new Subject(tile, avx, newProduct);
  }

  /** FMAs of one step of k: one for each accumulator. */
  int fmasPerStep() {
    return tile.rows() * tile.vectors();
  }

  /** The repeat line's word for the problem. */
  String problem() {
    return product.text();
  }

  /** The repeat line's word for the kernel. */
  String kernel() {
    return "vector:%d:%dx%d".formatted(tile.bits(), tile.rows(), tile.vectors());
  }

  /** Whether there is such a micro-kernel, and vectors that wide. */
  Support support() {
    Support kernel = Kernels.cpu().find(kernel(), product).supports(product);
    return kernel instanceof Support.No ? kernel : avx.vectorsOf(tile.bits());
  }

  @Override
  public String toString() {
    String where = product.equals(usual(tile)) ? "" : " in " + product.text();
    return "tile %s %s%s%s".formatted(tile, tile.dtype(), avx, where);
  }
}
