package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs what already lies side by side: rows of B, columns of a transposed A. */
final class CopyPacking implements Packing {
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  private static final int VECTOR_BYTES = SPECIES.vectorByteSize();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final int elementBytes;

  CopyPacking(int elementBytes) {
    this.elementBytes = elementBytes;
  }

  @Override
  public void pack(long x, long stepBytes, int width, int count, long panel, int panelWidth) {
    int bytes = width * elementBytes;
    int panelBytes = panelWidth * elementBytes;
    if (bytes == 2 * VECTOR_BYTES && panelBytes == bytes) {
      copyPairs(x, stepBytes, count, panel);
      return;
    }
    for (int p = 0; p < count; p++) {
      copy(x + p * stepBytes, bytes, panel + (long) p * panelBytes, panelBytes);
    }
  }

  /** The common case: a panel of two vectors. */
  private static void copyPairs(long x, long stepBytes, int count, long panel) {
    for (int p = 0; p < count; p++) {
      ByteVector first = ByteVector.fromMemorySegment(SPECIES, NativeMemory.ALL, x, ORDER);
      ByteVector second =
          ByteVector.fromMemorySegment(SPECIES, NativeMemory.ALL, x + VECTOR_BYTES, ORDER);
      first.intoMemorySegment(NativeMemory.ALL, panel, ORDER);
      second.intoMemorySegment(NativeMemory.ALL, panel + VECTOR_BYTES, ORDER);
      x += stepBytes;
      panel += 2L * VECTOR_BYTES;
    }
  }

  private static void copy(long from, int bytes, long into, int panelBytes) {
    int at = 0;
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
