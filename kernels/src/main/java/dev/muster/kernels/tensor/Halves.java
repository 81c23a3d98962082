package dev.muster.kernels.tensor;

/** Conversions to and from 16 bits, rounded to nearest, ties to even. */
public final class Halves {
  private static final int HALF_BITS = 16;
  private static final int QUIET = 0x40;

  private Halves() {}

  /** The f16 that is nearest to {@code value}. */
  public static short f16(double value) {
    return Float.floatToFloat16(roundedToOdd(value));
  }

  /** The bf16 that is nearest to {@code value}. */
  public static short bf16(double value) {
    return bf16(roundedToOdd(value));
  }

  /** The bf16 that is nearest to an f32. */
  static short bf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> HALF_BITS | QUIET);
    }
    return (short) ((bits + 0x7fff + (bits >>> HALF_BITS & 1)) >>> HALF_BITS);
  }

  /** The value of a bf16. */
  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << HALF_BITS);
  }

  /**
   * An f32 next to {@code value} whose last bit is set where it is inexact, so that rounding it
   * once more is as good as rounding {@code value} (S. Boldo, G. Melquiond, Emulation of FMA and
   * correctly rounded sums, IEEE Transactions on Computers 57, 2008).
   */
  private static float roundedToOdd(double value) {
    float nearest = (float) value;
    if (nearest == value || Double.isNaN(value)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    int towardsZero = Math.abs((double) nearest) > Math.abs(value) ? bits - 1 : bits;
    return Float.intBitsToFloat(towardsZero | 1);
  }
}
