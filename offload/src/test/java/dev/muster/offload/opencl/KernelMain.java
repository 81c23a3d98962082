package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.roofline.DotPeak;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * Computes one problem with one kernel on the first device, once; ends with 1 where it is wrong.
 */
final class KernelMain {
  private KernelMain() {}

  /**
   * Computes.
   *
   * @param args the kernel, e.g. {@code opencl:8x2@16}, and the problem
   */
  public static void main(String[] args) {
    System.exit(isCorrect(args[0], Problems.parse(args[1])) ? 0 : 1);
  }

  private static boolean isCorrect(String name, Problem problem) {
    OpenClDevice device = OpenCl.device(0);
    Fill fill = Fill.uniform();
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      problem.fill(operands, fill);
      try (BoundKernel bound = kernel(device, name, problem).bind(problem, operands)) {
        bound.load();
        bound.run();
        bound.store();
      }
      Verdict verdict = problem.judge(operands, fill);
      System.out.println(verdict);
      return verdict.correct();
    } finally {
      device.close();
    }
  }

  /** Few devices have dot products or sub-groups; all have what stands in for them here. */
  private static Kernel kernel(OpenClDevice device, String name, Problem problem) {
    if (problem instanceof DotPeak) {
      return new OpenClDot(device, Optional.of(OpenClDot.Form.MULTIPLICATIONS));
    }
    String setting = name.substring(name.indexOf(':') + 1);
    return SubgroupTile.parse(setting)
        .<Kernel>map(tile -> new OpenClMatMul(device, ((SubgroupTile) tile).withEmulation()))
        .orElseGet(() -> device.kernels().find(name, problem));
  }
}
