package dev.muster.kernels.matmul;

import com.sun.management.ThreadMXBean;
import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.WorkMemory;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Calls the micro-kernels of a large product, and what packs B, on memory of their own until C2 has
 * compiled them.
 *
 * <p>A tile at the corner of C has a micro-kernel that a product calls once or twice. Until C2 has
 * compiled it, after 600 calls and in its own time, each call takes milliseconds with boxed
 * vectors: some hundred products of 1000³ would run at 80 % of their speed, and of 35×700×2048 at a
 * fifth. The loop that packs B would be compiled in the middle of the twentieth product of 2048³,
 * which took half as long again.
 */
final class Rehearsal implements AutoCloseable {
  /** Below, a product is over before its micro-kernels could be compiled. */
  private static final double FLOPS_MIN = 1e8;

  /**
   * Tier4MinInvocationThreshold of HotSpot, 600, once C1 has compiled the method, which it does
   * while the calls go on. With their iterations, one for two steps, they come to more than
   * Tier4CompileThreshold, 15000.
   */
  private static final int CALLS = 4000;

  private static final int STEPS = 12;

  private static final int TILES = 2;
  private static final long ONE = Double.doubleToRawLongBits(1);

  /** Between two looks; as many of these as C2 needs for a few dozen methods. */
  private static final long WAIT_NANOS = 1_000_000;

  private static final int WAITS_MAX = 6_000;

  /**
   * Looks in a row while which no compilation came to its end: a virtual machine without C2, and
   * vectors wider than the processor's, never get there, and some micro-kernels do not in a process
   * that has run many others before. One takes C2 a third of a second.
   */
  private static final int QUIET_WAITS_MAX = 1_000;

  /** Of all the micro-kernels of a product; what does not fit does without. */
  private static final long BYTES_MAX = 64 << 20;

  private static final Set<MicroKernelForm> REHEARSED = ConcurrentHashMap.newKeySet();

  private static final Set<MicroTile> PACKED = ConcurrentHashMap.newKeySet();

  private final WorkMemory memory;
  private final Runnable call;

  private Rehearsal(WorkMemory memory, Runnable call) {
    this.memory = memory;
    this.call = call;
  }

  /**
   * As in a product, where the last vector is not whole: what C2 compiles for a mask of all lanes
   * it throws away at the first other one.
   */
  private static Rehearsal ofMicroKernel(MicroKernelForm form) {
    MicroKernel kernel = MicroKernelAssembler.microKernel(form);
    int lastLanes = form.tile().lanes() - 1;
    WorkMemory memory = new WorkMemory(bytes(form));
    long a = memory.take(aBytes(form));
    long b = memory.take(bBytes(form));
    long c = memory.take(cBytes(form));
    long aTileBytes = aTileBytes(form);
    return new Rehearsal(
        memory,
        () -> kernel.multiply(TILES, STEPS, STEPS - 1, a, aTileBytes, b, c, lastLanes, ONE));
  }

  /** Of rows that fill a panel, and the next in part. */
  private static Rehearsal ofPacking(MicroTile tile) {
    long widthBytes = tile.rowBytes();
    long rowBytes = widthBytes + widthBytes / 2;
    long panelBytes = STEPS * widthBytes;
    WorkMemory memory =
        new WorkMemory(WorkMemory.bytesOf(STEPS * rowBytes) + WorkMemory.bytesOf(2 * panelBytes));
    long from = memory.take(STEPS * rowBytes);
    long into = memory.take(2 * panelBytes);
    return new Rehearsal(
        memory,
        () -> RowPacking.packRows(from, rowBytes, STEPS, rowBytes, into, widthBytes, panelBytes));
  }

  /** Once per process for each form. */
  static void rehearse(MatMul product, PanelKernels kernels) {
    if (product.flops() < FLOPS_MIN) {
      return;
    }
    List<MicroKernelForm> forms =
        kernels.forms().filter(form -> !REHEARSED.contains(form)).distinct().toList();
    List<Rehearsal> rehearsals = new ArrayList<>();
    try {
      long left = BYTES_MAX;
      for (MicroKernelForm form : forms) {
        if (bytes(form) <= left) {
          left -= bytes(form);
          rehearsals.add(ofMicroKernel(form));
        }
      }
      untilCompiled(rehearsals);
    } finally {
      rehearsals.forEach(Rehearsal::close);
    }
    REHEARSED.addAll(forms);
  }

  /** Once per process for each tile. */
  static void rehearsePacking(MatMul product, MicroTile tile) {
    if (product.flops() < FLOPS_MIN || PACKED.contains(tile)) {
      return;
    }
    try (Rehearsal rehearsal = ofPacking(tile)) {
      untilCompiled(List.of(rehearsal));
    }
    PACKED.add(tile);
  }

  private static long aBytes(MicroKernelForm form) {
    long rowsBytes = TILES * aTileBytes(form);
    return form.a() == ALayout.ROWS
        ? rowsBytes + STEPS * (long) form.tile().dtype().bytes()
        : rowsBytes + STEPS * form.aStepBytes();
  }

  private static long aTileBytes(MicroKernelForm form) {
    long rowBytes = form.a() == ALayout.ROWS ? form.aStepBytes() : form.tile().dtype().bytes();
    return form.tile().rows() * rowBytes;
  }

  private static long bBytes(MicroKernelForm form) {
    return STEPS * form.bStepBytes() + form.tile().rowBytes();
  }

  private static long cBytes(MicroKernelForm form) {
    return (long) TILES * form.tile().rows() * form.cStepBytes() + form.tile().rowBytes();
  }

  private static long bytes(MicroKernelForm form) {
    return LongStream.of(aBytes(form), bBytes(form), cBytes(form)).map(WorkMemory::bytesOf).sum();
  }

  private static void untilCompiled(List<Rehearsal> rehearsals) {
    rehearsals.forEach(Rehearsal::callOften);
    awaitCompiled(rehearsals);
  }

  private void callOften() {
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
  }

  /** They stand in one queue of the compiler. */
  private static void awaitCompiled(List<Rehearsal> rehearsals) {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
      return;
    }
    List<Rehearsal> waiting = new ArrayList<>(rehearsals);
    long compiledMillis = compiledMillis();
    int quiet = 0;
    for (int waits = 0; waits < WAITS_MAX && quiet < QUIET_WAITS_MAX; waits++) {
      waiting.removeIf(rehearsal -> rehearsal.isCompiled(threads));
      if (waiting.isEmpty()) {
        return;
      }
      LockSupport.parkNanos(WAIT_NANOS);
      long now = compiledMillis();
      quiet = now == compiledMillis ? quiet + 1 : 0;
      compiledMillis = now;
    }
  }

  /** Grows when a compilation has come to its end. */
  private static long compiledMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }

  /** Vectors that C2 has not made values of the processor's are objects. */
  private boolean isCompiled(ThreadMXBean threads) {
    long before = threads.getCurrentThreadAllocatedBytes();
    call.run();
    return threads.getCurrentThreadAllocatedBytes() == before;
  }

  @Override
  public void close() {
    memory.close();
  }
}
