package dev.muster.kernels.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FmaPeakTest {

  /** As the instruction of each type rounds: once. */
  @Test
  void theChainsAreThoseOfTheTypesOwnMultiplyAdds() {
    judges(DType.F16, x -> nearestF16(x * 0.75 + 0.25));
    judges(DType.F32, x -> Math.fma((float) x, 0.75f, 0.25f));
    judges(DType.F64, x -> Math.fma(x, 0.75, 0.25));
  }

  /** Of a sum that is exact in a double: the nearer of two neighbours, or the even one. */
  private static double nearestF16(double sum) {
    int below = Short.toUnsignedInt(Float.floatToFloat16((float) sum)) - 1;
    int nearest = below;
    for (int bits = below + 1; bits <= below + 2; bits++) {
      double gain = Math.abs(f16(nearest) - sum) - Math.abs(f16(bits) - sum);
      if (gain > 0 || (gain == 0 && bits % 2 == 0)) {
        nearest = bits;
      }
    }
    return f16(nearest);
  }

  private static double f16(int bits) {
    return Float.float16ToFloat((short) bits);
  }

  private static void judges(DType dtype, DoubleUnaryOperator link) {
    FmaPeak peak = new FmaPeak(dtype, 2, 3);
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = peak.allocate(arena, 1);
      peak.fill(operands, Fill.uniform());
      Matrix out = operands.output(0);
      for (int chain = 0; chain < FmaPeak.CHAINS; chain++) {
        double x = (chain + 1) / 64.0;
        for (int i = 0; i < FmaPeak.LINKS; i++) {
          x = link.applyAsDouble(x);
        }
        for (int row = chain; row < out.rows(); row += FmaPeak.CHAINS) {
          out.set(row, 0, x);
          out.set(row, 1, x);
        }
      }
      assertTrue(peak.judge(operands, Fill.uniform()).correct(), dtype::toString);
      out.set(FmaPeak.CHAINS, 1, out.get(FmaPeak.CHAINS, 1) - dtype.unitRoundoff() * 2);
      assertFalse(peak.judge(operands, Fill.uniform()).correct(), dtype::toString);
      assertEquals(1, peak.judge(operands, Fill.uniform()).wrongCount());
    }
  }
}
