package dev.muster.kernels.matmul;

import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.WorkMemory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls the micro-kernels of a large product on memory of their own, as often as HotSpot asks for
 * before C2 compiles a method.
 *
 * <p>A tile at the corner of C has a micro-kernel that a product calls once or twice. Until C2 has
 * compiled it, after 600 calls, each of them takes milliseconds with boxed vectors: some hundred
 * products of 1000³ would run at 80 % of their speed.
 */
final class Rehearsal {
  /** Below, a product is over before its micro-kernels could be compiled. */
  private static final double FLOPS_MIN = 1e8;

  /**
   * Tier4MinInvocationThreshold of HotSpot, 600, once C1 has compiled the method, which it does
   * while the calls go on. With the steps they come to more than Tier4CompileThreshold, 15000.
   */
  private static final int CALLS = 2000;

  private static final int STEPS = 12;

  /** Matrices with longer rows do without. */
  private static final long BYTES_MAX = 64 << 20;

  private static final Set<MicroKernelForm> REHEARSED = ConcurrentHashMap.newKeySet();

  private Rehearsal() {}

  /** Once per process for each form. */
  static void of(MatMul product, PanelKernels kernels) {
    if (product.flops() < FLOPS_MIN) {
      return;
    }
    kernels.forms().forEach(Rehearsal::rehearse);
  }

  private static void rehearse(MicroKernelForm form) {
    if (!REHEARSED.add(form)) {
      return;
    }
    MicroKernel kernel = MicroKernelAssembler.microKernel(form);
    long rows = form.tile().rows();
    long a = form.a() == ALayout.ROWS ? rows : STEPS;
    long aBytes = (a + 1) * form.aStepBytes();
    long bBytes = STEPS * form.bStepBytes() + form.tile().rowBytes();
    long cBytes = rows * form.cStepBytes() + form.tile().rowBytes();
    long bytes =
        WorkMemory.bytesOf(aBytes) + WorkMemory.bytesOf(bBytes) + WorkMemory.bytesOf(cBytes);
    if (bytes > BYTES_MAX) {
      return;
    }
    try (WorkMemory memory = new WorkMemory(bytes)) {
      long aAddress = memory.take(aBytes);
      long bAddress = memory.take(bBytes);
      long cAddress = memory.take(cBytes);
      for (int call = 0; call < CALLS; call++) {
        kernel.multiply(STEPS, STEPS - 1, aAddress, bAddress, cAddress, form.tile().lanes(), 1);
      }
    }
  }
}
