package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;

/** Packs what lies one step after the other: rows of A, columns of a transposed B. */
final class TransposePacking {
  private TransposePacking() {}

  static Packing of(DType dtype) {
    return switch (dtype) {
      case F32 -> TransposePacking::packFloats;
      case F64 -> TransposePacking::packDoubles;
    };
  }

  private static void packFloats(
      long x, long stepBytes, int width, int count, long panel, int panelWidth) {
    int i = 0;
    for (; i < width; i++) {
      packFloats(x + i * stepBytes, count, panel + 4L * i, 4L * panelWidth);
    }
    for (; i < panelWidth; i++) {
      for (int p = 0; p < count; p++) {
        NativeMemory.ALL.set(
            ValueLayout.JAVA_INT_UNALIGNED, panel + 4L * i + 4L * panelWidth * p, 0);
      }
    }
  }

  private static void packFloats(long from, int count, long into, long stepBytes) {
    for (int p = 0; p < count; p++) {
      int bits = NativeMemory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, from + 4L * p);
      NativeMemory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, into + p * stepBytes, bits);
    }
  }

  private static void packDoubles(
      long x, long stepBytes, int width, int count, long panel, int panelWidth) {
    int i = 0;
    for (; i < width; i++) {
      packDoubles(x + i * stepBytes, count, panel + 8L * i, 8L * panelWidth);
    }
    for (; i < panelWidth; i++) {
      for (int p = 0; p < count; p++) {
        NativeMemory.ALL.set(
            ValueLayout.JAVA_LONG_UNALIGNED, panel + 8L * i + 8L * panelWidth * p, 0);
      }
    }
  }

  private static void packDoubles(long from, int count, long into, long stepBytes) {
    for (int p = 0; p < count; p++) {
      long bits = NativeMemory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, from + 8L * p);
      NativeMemory.ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, into + p * stepBytes, bits);
    }
  }
}
