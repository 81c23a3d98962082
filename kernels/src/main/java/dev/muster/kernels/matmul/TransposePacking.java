package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;

/**
 * Packs what lies one step after the other: columns of a transposed B.
 *
 * <p>Elements travel as integers. Four floats, two of each of two columns, are one 2×2 transpose in
 * two 64-bit registers.
 */
final class TransposePacking {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final long LOW = 0xFFFF_FFFFL;

  private TransposePacking() {}

  static Packing of(DType dtype) {
    return switch (dtype) {
      case F32 -> TransposePacking::packFloats;
      case F64 -> TransposePacking::packDoubles;
      case F16, BF16, I32, I64 -> throw dtype.noArithmetic();
    };
  }

  private static void packFloats(
      long x, long stepBytes, int width, int count, long panel, int panelWidth) {
    long panelStep = 4L * panelWidth;
    int i = 0;
    for (; i + 1 < width; i += 2) {
      packPair(x + i * stepBytes, stepBytes, count, panel + 4L * i, panelStep);
    }
    for (; i < panelWidth; i++) {
      for (int p = 0; p < count; p++) {
        int bits = i < width ? NativeMemory.ALL.get(INT, x + i * stepBytes + 4L * p) : 0;
        NativeMemory.ALL.set(INT, panel + 4L * i + p * panelStep, bits);
      }
    }
  }

  /** Two columns of B, which differ in the order of their halves where bytes are big-endian. */
  private static void packPair(long from, long stepBytes, int count, long into, long panelStep) {
    long x = NativeMemory.bounded(from);
    long y = NativeMemory.bounded(from + stepBytes);
    long out = into;
    for (int p = 0; p + 1 < count; p += 2) {
      long offset = 4L * (p & Integer.MAX_VALUE);
      long first = NativeMemory.ALL.get(LONG, x + offset);
      long second = NativeMemory.ALL.get(LONG, y + offset);
      long low = (first & LOW) | (second << Integer.SIZE);
      long high = (first >>> Integer.SIZE) | (second & ~LOW);
      NativeMemory.ALL.set(LONG, NativeMemory.bounded(out), low);
      NativeMemory.ALL.set(LONG, NativeMemory.bounded(out + panelStep), high);
      out += 2 * panelStep;
    }
    if (count % 2 == 1) {
      long offset = 4L * (count - 1);
      NativeMemory.ALL.set(INT, out, NativeMemory.ALL.get(INT, x + offset));
      NativeMemory.ALL.set(INT, out + 4, NativeMemory.ALL.get(INT, y + offset));
    }
  }

  private static void packDoubles(
      long x, long stepBytes, int width, int count, long panel, int panelWidth) {
    long panelStep = 8L * panelWidth;
    for (int i = 0; i < width; i++) {
      long from = NativeMemory.bounded(x + i * stepBytes);
      long into = panel + 8L * i;
      for (int p = 0; p < count; p++) {
        long bits = NativeMemory.ALL.get(LONG, from + 8L * (p & Integer.MAX_VALUE));
        NativeMemory.ALL.set(LONG, NativeMemory.bounded(into), bits);
        into += panelStep;
      }
    }
    for (int i = width; i < panelWidth; i++) {
      for (int p = 0; p < count; p++) {
        NativeMemory.ALL.set(LONG, panel + 8L * i + p * panelStep, 0);
      }
    }
  }
}
