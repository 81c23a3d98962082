package dev.muster.suites.inspect;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/**
 * Runs a kernel until C2 has nothing left to compile, in a JVM that prints what C2 makes.
 *
 * <p>It is the kernel that everybody runs, so that its calls, its profile and what C2 inlines are
 * those that everybody gets.
 */
final class HotKernel {
  /** About four times what it takes; the time of this thread alone, whatever else runs here. */
  private static final long CPU_NANOS = TimeUnit.SECONDS.toNanos(2);

  private HotKernel() {}

  /** The arguments are the repeat line's words for the problem and for the kernel. */
  public static void main(String[] args) {
    Problem problem = Problems.parse(args[0]);
    Operands operands = problem.allocate(Arena.global(), 1);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (BoundKernel bound = Kernels.cpu().find(args[1], problem).bind(problem, operands)) {
      while (threads.getCurrentThreadCpuTime() < CPU_NANOS) {
        bound.run();
      }
    }
  }
}
