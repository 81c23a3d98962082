package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenClLifecycleTest {
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final int ROUNDS = 1000;
  private static final int ROUNDS_PER_PLAN = 10;
  private static final int BATCH_RUNS = 500;
  private static final int BATCHES_MAX = 60;
  private static final long PAGE_BYTES = 4096;

  /** Operands and working memory of one round; a leak of them all is 1,000 times as much. */
  private static final MatMul PROBLEM = new MatMul(DType.F32, 160, 128, 128);

  private static final Problem VECTOR = Problems.parse("allreduce:f32:sum:1MiB");

  @BeforeEach
  void findDevices() {
    OpenClHere.requireAny();
  }

  @Test
  void bindingAndClosingLeavesNoMemoryBehind() throws IOException {
    Assumptions.assumeTrue(Files.exists(STATUS), "no " + STATUS);
    for (OpenClDevice device : OpenClHere.devices()) {
      rounds(device, ROUNDS / 4);
      long before = residentBytes();
      long openBefore = ClObject.open();
      rounds(device, ROUNDS);
      long growth = residentBytes() - before;
      assertEquals(openBefore, ClObject.open(), () -> device.id() + " has objects left");
      long leak = ROUNDS * PROBLEM.operandBytes(1);
      assertTrue(growth < leak / 4, () -> device.id() + " has grown by " + growth);
    }
  }

  /** Contexts and sub-devices, and with each tenth a plan: queues, programs and messages. */
  @Test
  void openingAndClosingPoolsLeavesNoMemoryBehind() throws IOException {
    Assumptions.assumeTrue(Files.exists(STATUS), "no " + STATUS);
    OpenClDevice root = OpenClHere.requireSplittable();
    pools(root, ROUNDS / 4);
    long before = residentBytes();
    long openBefore = ClObject.open();
    pools(root, ROUNDS);
    long growth = residentBytes() - before;
    assertEquals(openBefore, ClObject.open());
    long leak = ROUNDS / ROUNDS_PER_PLAN * VECTOR.operandBytes(2);
    assertTrue(growth < leak / 4, () -> "grown by " + growth);
  }

  private static void pools(OpenClDevice root, int count) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = VECTOR.allocate(arena, 2);
      VECTOR.fill(operands, VECTOR.exactFill(2));
      for (int i = 0; i < count; i++) {
        try (Pool pool = Pools.open(root.id() + "/2")) {
          if (i % ROUNDS_PER_PLAN == 0) {
            runOnce(pool, operands);
          }
        }
      }
    }
  }

  private static void runOnce(Pool pool, Operands operands) {
    try (BoundPlan bound = pool.bind(VECTOR, Plan.parse("ring"), "opencl", operands)) {
      bound.load();
      bound.run();
      bound.store();
    }
  }

  @Test
  void aKernelMayBeClosedAfterItsDevice() {
    OpenClDevice device = OpenClHere.require("pocl");
    device.close();
    long before = ClObject.open();
    try (Arena arena = Arena.ofShared()) {
      BoundKernel bound = new OpenClMatMul(device).bind(PROBLEM, PROBLEM.allocate(arena, 1));
      bound.load();
      bound.run();
      device.close();
      bound.close();
    }
    assertEquals(before, ClObject.open());
  }

  private static void rounds(OpenClDevice device, int count) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = PROBLEM.allocate(arena, 1);
      PROBLEM.fill(operands, Fill.uniform());
      for (int i = 0; i < count; i++) {
        try (BoundKernel bound = new OpenClMatMul(device).bind(PROBLEM, operands)) {
          bound.load();
          bound.run();
          bound.store();
        }
      }
    }
  }

  private static long residentBytes() throws IOException {
    return Long.parseLong(Files.readString(STATUS).split(" ", -1)[1]) * PAGE_BYTES;
  }

  /** Once compiled, that is: how soon is up to the JVM. */
  @Test
  void aRunAllocatesNothing() {
    MatMul problem = new MatMul(DType.F32, 8, 8, 8);
    OpenClDevice device = OpenCl.device(0);
    try (Arena arena = Arena.ofShared();
        BoundKernel bound = new OpenClMatMul(device).bind(problem, problem.allocate(arena, 1))) {
      long bytes = allocatedBytes(bound);
      for (int batch = 0; batch < BATCHES_MAX && bytes > 0; batch++) {
        bytes = allocatedBytes(bound);
      }
      assertEquals(0, bytes);
    }
  }

  private static long allocatedBytes(BoundKernel bound) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < BATCH_RUNS; i++) {
      bound.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void closingTwiceIsFine() {
    MatMul problem = new MatMul(DType.F32, 3, 4, 5);
    try (Arena arena = Arena.ofShared()) {
      BoundKernel bound =
          new OpenClMatMul(OpenCl.device(0)).bind(problem, problem.allocate(arena, 1));
      bound.close();
      bound.close();
    }
  }
}
