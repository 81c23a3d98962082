package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packs rows of B into all their panels at once: the source is read from front to back, which the
 * prefetchers of a core follow, and only the writes are scattered.
 */
final class RowPacking {
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  private static final int VECTOR_BYTES = SPECIES.vectorByteSize();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private RowPacking() {}

  /**
   * Copies {@code rowBytes} of one row, {@code widthBytes} to each panel; what the last panel has
   * beyond the row becomes 0.
   *
   * @param from address of the row
   * @param into address of the same step of the first panel
   * @param panelStepBytes from one panel to the next
   */
  static void pack(long from, long rowBytes, long into, long widthBytes, long panelStepBytes) {
    long left = rowBytes;
    if (widthBytes % VECTOR_BYTES == 0) {
      for (; left >= widthBytes; left -= widthBytes) {
        copyWhole(from, into, (int) widthBytes);
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

  private static void copyWhole(long from, long into, int bytes) {
    long x = NativeMemory.bounded(from);
    long y = NativeMemory.bounded(into);
    for (int at = 0; at < bytes; at += VECTOR_BYTES) {
      int offset = at & Integer.MAX_VALUE;
      ByteVector.fromMemorySegment(SPECIES, NativeMemory.ALL, x + offset, ORDER)
          .intoMemorySegment(NativeMemory.ALL, y + offset, ORDER);
    }
  }

  /** Copies {@code bytes}, and writes 0 behind them up to {@code panelBytes}. */
  static void copy(long from, long bytes, long into, long panelBytes) {
    long at = 0;
    for (; at <= bytes - VECTOR_BYTES; at += VECTOR_BYTES) {
      ByteVector.fromMemorySegment(SPECIES, NativeMemory.ALL, from + at, ORDER)
          .intoMemorySegment(NativeMemory.ALL, into + at, ORDER);
    }
    for (; at < bytes; at += Integer.BYTES) {
      int bits = NativeMemory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, from + at);
      NativeMemory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, into + at, bits);
    }
    for (; at < panelBytes; at += Integer.BYTES) {
      NativeMemory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, into + at, 0);
    }
  }
}
