package dev.muster.kernels.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalvesTest {
  private static final int ALL = 1 << Short.SIZE;

  @Test
  void everyHalfIsItsOwnNearest() {
    for (int bits = 0; bits < ALL; bits++) {
      float f16 = Float.float16ToFloat((short) bits);
      float bf16 = Halves.fromBf16((short) bits);
      assertEquals(f16, DType.F16.round(f16));
      assertEquals(bf16, DType.BF16.round(bf16));
    }
  }

  /**
   * Between two neighbours the middle goes to the even one, and the least bit beyond to its own.
   */
  @Test
  void valuesAreRoundedToNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      requireRounding(DType.F16, Float.float16ToFloat((short) bits), next16(bits), bits);
    }
    for (int bits = 0; bits < 0x7f7f; bits++) {
      requireRounding(
          DType.BF16, Halves.fromBf16((short) bits), Halves.fromBf16((short) (bits + 1)), bits);
    }
  }

  private static double next16(int bits) {
    return Float.float16ToFloat((short) (bits + 1));
  }

  private static void requireRounding(DType dtype, double low, double high, int bits) {
    double middle = (low + high) / 2;
    assertEquals(bits % 2 == 0 ? low : high, dtype.round(middle));
    assertEquals(low, dtype.round(Math.nextDown(middle)));
    assertEquals(high, dtype.round(Math.nextUp(middle)));
    assertEquals(-high, dtype.round(-Math.nextUp(middle)));
  }

  @Test
  void whatIsTooLargeIsInfiniteAndWhatIsNoNumberStaysSo() {
    assertEquals(Double.POSITIVE_INFINITY, DType.F16.round(65_520));
    assertEquals(65_504, DType.F16.round(Math.nextDown(65_520.0)));
    assertEquals(Double.NEGATIVE_INFINITY, DType.BF16.round(-Double.MAX_VALUE));
    assertTrue(Double.isNaN(DType.F16.round(Double.NaN)));
    assertTrue(Double.isNaN(DType.BF16.round(Double.NaN)));
  }

  @Test
  void sumsOfTwoAreTheSameThroughFloatAndThroughDouble() {
    SplittableRandom random = new SplittableRandom(16);
    for (int i = 0; i < 1_000_000; i++) {
      for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
        double x = any(dtype, random);
        double y = any(dtype, random);
        assertEquals(dtype.round(x + y), dtype.round((float) x + (float) y));
      }
    }
  }

  private static double any(DType dtype, SplittableRandom random) {
    return dtype.round((random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(-20, 15)));
  }
}
