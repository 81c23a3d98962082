package dev.muster.suites.inspect;

import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.matmul.MicroTile;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;

/**
 * A micro-kernel to look at, within the kernel and the problem that make C2 compile it.
 *
 * @param tile rows, vectors and their width
 * @param dtype of the operands
 * @param avx that it is compiled for
 * @param steps of each sum: C2 weighs what is in the loop against what is around it
 */
public record Subject(MicroTile tile, DType dtype, Avx avx, int steps) {
  /** Sums of any block size, and far more calls of the micro-kernel than C2 waits for. */
  private static final int SIZE = 512;

  /** The tile that Muster itself takes where nobody says another. */
  public static Subject chosen(DType dtype, int bits, Avx avx) {
    return new Subject(MicroTile.preferred(dtype, bits), dtype, avx, SIZE);
  }

  /**
   * A tile from its text form.
   *
   * @param tile rows × vectors, e.g. {@code 5x2}
   * @throws BadInputException naming the legal form
   */
  public static Subject of(String tile, DType dtype, int bits, Avx avx) {
    return new Subject(MicroTile.parse(tile, dtype, bits), dtype, avx, SIZE);
  }

  /** The same in products whose sums are so long. */
  public Subject withSteps(int newSteps) {
    return new Subject(tile, dtype, avx, newSteps);
  }

  /** FMAs of one step of k: one for each accumulator. */
  int fmasPerStep() {
    return tile.rows() * tile.vectors();
  }

  /** The repeat line's word for the problem. */
  String problem() {
    return new MatMul(dtype, SIZE, SIZE, steps).text();
  }

  /** The repeat line's word for the kernel. */
  String kernel() {
    return "vector:%d:%dx%d".formatted(tile.bits(), tile.rows(), tile.vectors());
  }

  /** Whether there is such a micro-kernel, and vectors that wide. */
  Support support() {
    Problem product = Problems.parse(problem());
    Support kernel = Kernels.cpu().find(kernel(), product).supports(product);
    return kernel instanceof Support.No ? kernel : avx.vectorsOf(tile.bits());
  }

  @Override
  public String toString() {
    return "tile %s %s%s".formatted(tile, dtype, avx);
  }
}
