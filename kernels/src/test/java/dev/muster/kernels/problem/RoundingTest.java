package dev.muster.kernels.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.tensor.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundingTest {

  @Test
  void gammaIsHighamsFormula() {
    double u = Math.scalb(1.0, -24);
    assertEquals(1000 * u / (1 - 1000 * u), Rounding.gamma(1000, DType.F32));
    assertEquals(Double.POSITIVE_INFINITY, Rounding.gamma(1L << 24, DType.F32));
  }

  @Test
  void recursiveSummationNeverLeavesTheBoundAndComesNear() {
    SplittableRandom random = new SplittableRandom(11);
    double worst = 0;
    for (int trial = 0; trial < 2000; trial++) {
      float sum = 0;
      double exact = 0;
      double magnitude = 0;
      for (int i = 0; i < 20; i++) {
        float value = (float) random.nextDouble(-1, 1);
        sum += value;
        exact += value;
        magnitude += Math.abs(value);
      }
      worst = Math.max(worst, Math.abs(sum - exact) / Rounding.bound(19, magnitude, DType.F32));
    }
    assertTrue(worst <= 1 && worst > 0.05, "worst error is %.3f of the bound".formatted(worst));
  }
}
