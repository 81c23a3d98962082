package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs what already lies side by side: rows of A, or columns of a transposed A. */
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
    for (int p = 0; p < count; p++) {
      copy(x + p * stepBytes, bytes, panel + (long) p * panelBytes, panelBytes);
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
