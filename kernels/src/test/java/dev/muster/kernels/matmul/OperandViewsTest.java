package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OperandViewsTest {

  @Test
  void rowsBehindTheEndAreThoseThatReachBehindTheLastElement() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 10_000; i++) {
      int rows = random.nextInt(20);
      long width = random.nextLong(1, 40);
      long step = width + random.nextLong(10);
      long overrun = random.nextLong(70);
      long end = (rows - 1) * step + width;
      long expected =
          LongStream.range(0, rows).filter(row -> row * step + width + overrun > end).count();
      assertEquals(expected, OperandViews.rowsBehindTheEnd(overrun, step, rows));
    }
  }
}
