package dev.muster.kernels.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Converts matrices of halves to f32 and back, rounded to nearest, ties to even.
 *
 * <p>Plain loops over arrays: C2 has the processor's conversions of f16 there, and only there. For
 * one thread.
 */
public final class HalfRows {
  /** Of a block: both arrays stay in the first-level cache. */
  private static final int BLOCK_COUNT = 2 << 10;

  private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfFloat WIDE = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final boolean ieee;
  private final short[] halves = new short[BLOCK_COUNT];
  private final float[] wide = new float[BLOCK_COUNT];

  /**
   * @param dtype f16 or bf16
   */
  public HalfRows(DType dtype) {
    if (!dtype.isHalf()) {
      throw new IllegalArgumentException(dtype + " is no half");
    }
    this.ieee = dtype == DType.F16;
  }

  /** into ← from, exactly; both have the same shape. */
  public void widen(Matrix from, Matrix into) {
    for (long row = 0; row < from.rows(); row++) {
      for (long col = 0; col < from.cols(); col += BLOCK_COUNT) {
        int count = (int) Math.min(BLOCK_COUNT, from.cols() - col);
        MemorySegment.copy(from.segment(), HALF, byteOffset(from, row, col), halves, 0, count);
        if (ieee) {
          widenF16(count);
        } else {
          widenBf16(count);
        }
        MemorySegment.copy(wide, 0, into.segment(), WIDE, byteOffset(into, row, col), count);
      }
    }
  }

  /** into ← from, rounded; both have the same shape. */
  public void narrow(Matrix from, Matrix into) {
    for (long row = 0; row < from.rows(); row++) {
      for (long col = 0; col < from.cols(); col += BLOCK_COUNT) {
        int count = (int) Math.min(BLOCK_COUNT, from.cols() - col);
        MemorySegment.copy(from.segment(), WIDE, byteOffset(from, row, col), wide, 0, count);
        if (ieee) {
          narrowF16(count);
        } else {
          narrowBf16(count);
        }
        MemorySegment.copy(halves, 0, into.segment(), HALF, byteOffset(into, row, col), count);
      }
    }
  }

  private static long byteOffset(Matrix matrix, long row, long col) {
    return (row * matrix.stride() + col) * matrix.dtype().bytes();
  }

  private void widenF16(int count) {
    for (int i = 0; i < count; i++) {
      wide[i] = Float.float16ToFloat(halves[i]);
    }
  }

  private void narrowF16(int count) {
    for (int i = 0; i < count; i++) {
      halves[i] = Float.floatToFloat16(wide[i]);
    }
  }

  private void widenBf16(int count) {
    for (int i = 0; i < count; i++) {
      wide[i] = Halves.fromBf16(halves[i]);
    }
  }

  private void narrowBf16(int count) {
    for (int i = 0; i < count; i++) {
      halves[i] = Halves.bf16(wide[i]);
    }
  }
}
