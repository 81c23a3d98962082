package dev.muster.kernels.matmul;

import com.sun.management.ThreadMXBean;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;

/** Prints the bytes that the first run of an f32 product of m, n and k allocates. */
final class RehearsalMain {
  private RehearsalMain() {}

  public static void main(String[] args) {
    MatMul product =
        new MatMul(
            DType.F32,
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]));
    try (Arena arena = Arena.ofShared()) {
      Operands operands = product.allocate(arena, 1);
      product.fill(operands, Fill.uniform());
      try (BoundKernel bound = new VectorMatMul().bind(product, operands)) {
        System.out.println(bytesOfRun(bound));
      }
    }
  }

  private static long bytesOfRun(BoundKernel bound) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    bound.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
