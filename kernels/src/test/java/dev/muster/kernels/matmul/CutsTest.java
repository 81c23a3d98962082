package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutsTest {

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 5", "5, 5", "6, 5", "13, 12", "1025, 12", "97, 1", "4096, 360"})
  void partsCoverTheLengthOnceAndDifferByOneAtMost(int length, int max) {
    Cuts cuts = Cuts.atMost(length, max);
    int end = 0;
    for (int part = 0; part < cuts.count(); part++) {
      assertEquals(end, cuts.start(part));
      int size = cuts.size(part);
      assertTrue(size == cuts.longest() || size == cuts.shorter(), "part " + part);
      assertTrue(size <= max && cuts.longest() - size <= 1, "part " + part);
      end += size;
    }
    assertEquals(length, end);
    assertEquals(length, cuts.start(cuts.count()));
  }
}
