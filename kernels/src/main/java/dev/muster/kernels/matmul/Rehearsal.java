package dev.muster.kernels.matmul;

import com.sun.management.ThreadMXBean;
import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.WorkMemory;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls the micro-kernels of a large product on memory of their own until C2 has compiled them.
 *
 * <p>A tile at the corner of C has a micro-kernel that a product calls once or twice. Until C2 has
 * compiled it, after 600 calls and in its own time, each call takes milliseconds with boxed
 * vectors: some hundred products of 1000³ would run at 80 % of their speed, and of 35×700×2048 at a
 * fifth.
 */
final class Rehearsal implements AutoCloseable {
  /** Below, a product is over before its micro-kernels could be compiled. */
  private static final double FLOPS_MIN = 1e8;

  /**
   * Tier4MinInvocationThreshold of HotSpot, 600, once C1 has compiled the method, which it does
   * while the calls go on. With the steps they come to more than Tier4CompileThreshold, 15000.
   */
  private static final int CALLS = 2000;

  private static final int STEPS = 12;

  /** Between two looks; as many of these as C2 needs for a few dozen methods. */
  private static final long WAIT_NANOS = 1_000_000;

  /** A virtual machine without C2 never gets there. */
  private static final int WAITS_MAX = 6_000;

  /** Matrices with longer rows do without. */
  private static final long BYTES_MAX = 64 << 20;

  private static final Set<MicroKernelForm> REHEARSED = ConcurrentHashMap.newKeySet();

  private final MicroKernel kernel;

  /**
   * As in a product, where the last vector is not whole: what C2 compiles for a mask of all lanes
   * it throws away at the first other one.
   */
  private final int lastLanes;

  private final WorkMemory memory;
  private final long aAddress;
  private final long bAddress;
  private final long cAddress;

  private Rehearsal(MicroKernelForm form, long aBytes, long bBytes, long cBytes) {
    this.kernel = MicroKernelAssembler.microKernel(form);
    this.lastLanes = form.tile().lanes() - 1;
    this.memory = new WorkMemory(bytes(aBytes, bBytes, cBytes));
    this.aAddress = memory.take(aBytes);
    this.bAddress = memory.take(bBytes);
    this.cAddress = memory.take(cBytes);
  }

  /** Once per process for each form. */
  static void of(MatMul product, PanelKernels kernels) {
    if (product.flops() < FLOPS_MIN) {
      return;
    }
    List<Rehearsal> rehearsals = new ArrayList<>();
    try {
      kernels.forms().filter(REHEARSED::add).forEach(form -> of(form).ifPresent(rehearsals::add));
      rehearsals.forEach(Rehearsal::callOften);
      awaitCompiled(rehearsals);
    } finally {
      rehearsals.forEach(Rehearsal::close);
    }
  }

  private static Optional<Rehearsal> of(MicroKernelForm form) {
    long rows = form.tile().rows();
    long a = form.a() == ALayout.ROWS ? rows : STEPS;
    long aBytes = (a + 1) * form.aStepBytes();
    long bBytes = STEPS * form.bStepBytes() + form.tile().rowBytes();
    long cBytes = rows * form.cStepBytes() + form.tile().rowBytes();
    return bytes(aBytes, bBytes, cBytes) > BYTES_MAX
        ? Optional.empty()
        : Optional.of(new Rehearsal(form, aBytes, bBytes, cBytes));
  }

  private static long bytes(long aBytes, long bBytes, long cBytes) {
    return WorkMemory.bytesOf(aBytes) + WorkMemory.bytesOf(bBytes) + WorkMemory.bytesOf(cBytes);
  }

  private void callOften() {
    for (int call = 0; call < CALLS; call++) {
      call();
    }
  }

  private void call() {
    kernel.multiply(STEPS, STEPS - 1, aAddress, bAddress, cAddress, lastLanes, 1);
  }

  /** They stand in one queue of the compiler. */
  private static void awaitCompiled(List<Rehearsal> rehearsals) {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
      return;
    }
    List<Rehearsal> waiting = new ArrayList<>(rehearsals);
    for (int waits = 0; waits < WAITS_MAX; waits++) {
      waiting.removeIf(rehearsal -> rehearsal.isCompiled(threads));
      if (waiting.isEmpty()) {
        return;
      }
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  /** Vectors that C2 has not made values of the processor's are objects. */
  private boolean isCompiled(ThreadMXBean threads) {
    long before = threads.getCurrentThreadAllocatedBytes();
    call();
    return threads.getCurrentThreadAllocatedBytes() == before;
  }

  @Override
  public void close() {
    memory.close();
  }
}
