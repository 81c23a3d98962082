package dev.muster.kernels.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HalfRowsTest {
  private static final int ROWS = 3;

  /** More than one block. */
  private static final int COLS = 5001;

  private static final double[] SPECIAL = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, 1e-7, 65520, 3.4e38, 1 + 0x1p-11, 1 + 0x1p-8
  };

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F16", "BF16"})
  void whatIsNarrowedIsRoundedAsTheTypeRounds(DType dtype) {
    SplittableRandom random = new SplittableRandom(7);
    try (Arena arena = Arena.ofConfined()) {
      Matrix wide = Buffers.matrix(arena, DType.F32, ROWS, COLS + 5).tile(0, 2, ROWS, COLS);
      Matrix half = Buffers.matrix(arena, dtype, ROWS, COLS);
      Matrix again = Buffers.matrix(arena, DType.F32, ROWS, COLS);
      for (int row = 0; row < ROWS; row++) {
        for (int col = 0; col < COLS; col++) {
          wide.set(
              row,
              col,
              col < SPECIAL.length
                  ? SPECIAL[col]
                  : Math.scalb(random.nextDouble(-1, 1), random.nextInt(-30, 20)));
        }
      }
      HalfRows rows = new HalfRows(dtype);
      rows.narrow(wide, half);
      rows.widen(half, again);
      for (int row = 0; row < ROWS; row++) {
        for (int col = 0; col < COLS; col++) {
          assertEquals(dtype.round(wide.get(row, col)), half.get(row, col));
          assertEquals(half.get(row, col), again.get(row, col));
        }
      }
    }
  }

  @Test
  void othersAreNoHalves() {
    assertThrows(IllegalArgumentException.class, () -> new HalfRows(DType.F32));
  }
}
