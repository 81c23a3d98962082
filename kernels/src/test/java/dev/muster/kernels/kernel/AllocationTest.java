package dev.muster.kernels.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32:96x96x96",
        "matmul:f32:61x53x67:beta=1",
        "reduce-local:f32:sum:64KiB",
        "copy:f32:64KiB",
        "triad:f32:64KiB",
        "fma:f32:8"
      })
  void aWarmRunAllocatesNothing(String text) {
    Problem problem = Problems.parse(text);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = problem.allocate(arena, 1);
      problem.fill(operands, Fill.uniform());
      try (BoundKernel bound = Kernels.cpu().find("vector", problem).bind(problem, operands)) {
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20 && bytes > 0; attempt++) {
          bytes = allocatedBytes(bound, threads);
        }
        assertTrue(bytes <= 0, text + " allocates " + bytes + " bytes in 100 runs");
      }
    }
  }

  private static long allocatedBytes(BoundKernel bound, ThreadMXBean threads) {
    for (int i = 0; i < 1000; i++) {
      bound.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      bound.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
