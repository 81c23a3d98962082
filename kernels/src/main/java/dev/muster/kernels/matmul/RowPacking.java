package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.NativeMemory;
import dev.muster.kernels.vector.VectorCopy;
import java.lang.foreign.ValueLayout;

/**
 * Packs rows of B into all their panels at once: the source is read from front to back, which the
 * prefetchers of a core follow, and only the writes are scattered.
 */
final class RowPacking {
  private RowPacking() {}

  /**
   * Packs {@code rows} rows, as {@link #pack} does one.
   *
   * @param stepBytes from one row to the next
   */
  static void packRows(
      long from,
      long stepBytes,
      int rows,
      long rowBytes,
      long into,
      long widthBytes,
      long panelStepBytes) {
    for (int row = 0; row < rows; row++) {
      pack(from, rowBytes, into, widthBytes, panelStepBytes);
      from += stepBytes;
      into += widthBytes;
    }
  }

  /**
   * Copies {@code rowBytes} of one row, {@code widthBytes} to each panel; what the last panel has
   * beyond the row becomes 0.
   *
   * @param from address of the row
   * @param into address of the same step of the first panel
   * @param panelStepBytes from one panel to the next
   */
  private static void pack(
      long from, long rowBytes, long into, long widthBytes, long panelStepBytes) {
    long left = rowBytes;
    if (widthBytes % VectorCopy.VECTOR_BYTES == 0) {
      for (; left >= widthBytes; left -= widthBytes) {
        VectorCopy.copyWhole(from, into, (int) widthBytes);
        from += widthBytes;
        into += panelStepBytes;
      }
    }
    for (; left > 0; left -= widthBytes) {
      copy(from, Math.min(left, widthBytes), into, widthBytes);
      from += widthBytes;
      into += panelStepBytes;
    }
  }

  /** Copies {@code bytes}, and writes 0 behind them up to {@code panelBytes}. */
  static void copy(long from, long bytes, long into, long panelBytes) {
    VectorCopy.copy(from, into, (int) bytes);
    for (long at = bytes; at < panelBytes; at += Integer.BYTES) {
      NativeMemory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, into + at, 0);
    }
  }
}
