package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Whether C2 has compiled a product before it is run. */
class RehearsalTest {
  /** Of products whose vectors are objects: 39 MB, and 7 where only those that pack are. */
  private static final long BYTES_MAX = 1 << 20;

  /** Its last row of tiles is not whole, and its last vector is not. */
  @Test
  void aProductWithEdgesIsCompiledWhenItIsFirstRun() {
    assertIsCompiled(new MatMul(DType.F32, 35, 701, 2048));
  }

  @Test
  void whatPacksBIsCompiledWhenItIsFirstRun() {
    assertIsCompiled(new MatMul(DType.F32, 450, 701, 2048));
  }

  private static void assertIsCompiled(MatMul product) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = product.allocate(arena, 1);
      product.fill(operands, Fill.uniform());
      try (BoundKernel bound = new VectorMatMul().bind(product, operands)) {
        long bytes = bytesOfRun(bound);
        assertTrue(bytes < BYTES_MAX, bytes + " bytes allocated");
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
