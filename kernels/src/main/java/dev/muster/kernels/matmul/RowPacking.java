package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.NativeMemory;
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
  private static final long PAIR_BYTES = 2L * VECTOR_BYTES;
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
    if (widthBytes == PAIR_BYTES) {
      for (; left >= PAIR_BYTES; left -= PAIR_BYTES) {
        ByteVector first = load(from);
        ByteVector second = load(from + VECTOR_BYTES);
        first.intoMemorySegment(NativeMemory.ALL, into, ORDER);
        second.intoMemorySegment(NativeMemory.ALL, into + VECTOR_BYTES, ORDER);
        from += PAIR_BYTES;
        into += panelStepBytes;
      }
    }
    for (; left > 0; left -= widthBytes) {
      CopyPacking.copy(from, Math.min(left, widthBytes), into, widthBytes);
      from += widthBytes;
      into += panelStepBytes;
    }
  }

  private static ByteVector load(long address) {
    return ByteVector.fromMemorySegment(SPECIES, NativeMemory.ALL, address, ORDER);
  }
}
