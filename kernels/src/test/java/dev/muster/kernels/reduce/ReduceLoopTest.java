package dev.muster.kernels.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReduceLoopTest {
  private static final int ALL = 1 << Short.SIZE;

  /** Every 16 bits that there are, beside others at random: numbers, infinities, and none. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F16", "BF16"})
  void everyHalfIsCombinedAsTheSpecificationSays(DType dtype) {
    for (ReduceOp op : ReduceOp.ofTwo()) {
      for (int bits : new int[] {128, 256, 512}) {
        requireSame(dtype, op, bits);
      }
    }
  }

  private static void requireSame(DType dtype, ReduceOp op, int bits) {
    SplittableRandom random = new SplittableRandom(bits);
    try (Arena arena = Arena.ofConfined()) {
      Matrix x = Buffers.vector(arena, dtype, ALL);
      Matrix y = Buffers.vector(arena, dtype, ALL);
      Matrix out = Buffers.vector(arena, dtype, ALL);
      for (int i = 0; i < ALL; i++) {
        x.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, (short) i);
        y.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, (short) random.nextInt());
      }
      new ReduceLoop.Form(dtype, op, bits)
          .loop()
          .reduce(
              x.segment().address(),
              y.segment().address(),
              out.segment().address(),
              (long) ALL * dtype.bytes());
      for (int i = 0; i < ALL; i++) {
        double left = x.get(0, i);
        double right = y.get(0, i);
        assertEquals(
            dtype.round(op.combine(left, right)),
            out.get(0, i),
            () -> "%s of %s and %s".formatted(op, left, right));
      }
    }
  }
}
