package dev.muster.kernels.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Allocates the off-heap memory of operands, so that devices and other people's libraries see it
 * without a copy.
 */
public final class Buffers {
  /** A cache line, and the widest vector. */
  public static final long LINE_BYTES = 64;

  /** A huge page of x86-64 and of AArch64 with 4 KiB base pages. */
  public static final long HUGE_PAGE_BYTES = 2L << 20;

  private Buffers() {}

  /** A zeroed segment, aligned to a cache line, or to a huge page from that size on. */
  public static MemorySegment allocate(SegmentAllocator allocator, long bytes) {
    return allocator.allocate(bytes, bytes >= HUGE_PAGE_BYTES ? HUGE_PAGE_BYTES : LINE_BYTES);
  }

  /** A zeroed, contiguous matrix. */
  public static Matrix matrix(SegmentAllocator allocator, DType dtype, long rows, long cols) {
    long bytes = Math.multiplyExact(Math.multiplyExact(rows, cols), dtype.bytes());
    return new Matrix(allocate(allocator, bytes), dtype, rows, cols, cols);
  }

  /** A zeroed vector. */
  public static Matrix vector(SegmentAllocator allocator, DType dtype, long count) {
    return matrix(allocator, dtype, 1, count);
  }
}
