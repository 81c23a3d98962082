package dev.muster.kernels.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * The working memory of a kernel, cut from one block so that all of it can lie on huge pages: with
 * small pages, panels of a few MiB cost a product some percent in misses of the TLB.
 *
 * <p>Not thread-safe.
 */
public final class WorkMemory implements AutoCloseable {
  private static final Supplier<Arena> ARENAS =
      ServiceLoader.load(Arenas.class)
          .findFirst()
          .<Supplier<Arena>>map(arenas -> arenas::open)
          .orElse(Arena::ofShared);

  private final Arena arena = ARENAS.get();
  private final MemorySegment block;
  private long usedBytes;

  /**
   * @param bytes of all pieces together, as {@link #bytesOf} counts them
   */
  public WorkMemory(long bytes) {
    this.block = Buffers.allocate(arena, Math.max(bytes, Buffers.HUGE_PAGE_BYTES));
  }

  /** What a piece takes: whole cache lines, and some behind it that a vector may write to. */
  public static long bytesOf(long bytes) {
    return (bytes / Buffers.LINE_BYTES + 5) * Buffers.LINE_BYTES;
  }

  /** The address of the next piece, at the start of a cache line. */
  public long take(long bytes) {
    long address = block.asSlice(usedBytes, bytes).address();
    usedBytes += bytesOf(bytes);
    return address;
  }

  /** The next piece, as a matrix without gaps between its rows. */
  public Matrix matrix(DType dtype, long rows, long cols) {
    long bytes = rows * cols * dtype.bytes();
    Matrix matrix = new Matrix(block.asSlice(usedBytes, bytes), dtype, rows, cols, cols);
    usedBytes += bytesOf(bytes);
    return matrix;
  }

  @Override
  public void close() {
    arena.close();
  }

  /** Opens arenas whose large segments lie on huge pages; found by {@link ServiceLoader}. */
  @FunctionalInterface
  public interface Arenas {
    /** An arena that any thread may use and close. */
    Arena open();
  }
}
