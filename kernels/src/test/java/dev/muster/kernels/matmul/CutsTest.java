package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
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

  @Test
  void theLongestOfAllLengthsIsOnePart() {
    assertEquals(1, Cuts.atMost(Integer.MAX_VALUE, Integer.MAX_VALUE).count());
  }

  @ParameterizedTest
  @CsvSource({
    "1025, 12, 70, 86, 79", // in the midst of those asked for
    "1025, 12, 0, 60, 60", // behind them
    "1025, 12, 80, 86, 80", // before them
    "48, 12, 1, 3, 1", // all are equally long
  })
  void shorterPartsBeginWhereTheLongerEnd(int length, int max, int first, int end, int expected) {
    assertEquals(expected, Cuts.atMost(length, max).firstShorter(first, end));
  }
}
