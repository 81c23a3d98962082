package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Verdict;
import java.lang.foreign.Arena;

/** Computes one product with one tile on the first device, once; ends with 1 where it is wrong. */
final class ProductMain {
  private ProductMain() {}

  /**
   * Computes.
   *
   * @param args the tile and the product
   */
  public static void main(String[] args) {
    System.exit(isCorrect(args) ? 0 : 1);
  }

  private static boolean isCorrect(String[] args) {
    OpenClDevice device = OpenCl.device(0);
    OpenClMatMul kernel = new OpenClMatMul(device, OpenClTile.parse(args[0]));
    Problem product = Problems.parse(args[1]);
    Fill fill = Fill.uniform();
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = product.allocate(arena, 1);
      product.fill(operands, fill);
      try (BoundKernel bound = kernel.bind(product, operands)) {
        bound.load();
        bound.run();
        bound.store();
      }
      Verdict verdict = product.judge(operands, fill);
      System.out.println(verdict);
      return verdict.correct();
    } finally {
      device.close();
    }
  }
}
