package dev.muster.kernels.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.tensor.DType;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FillTest {

  @Test
  void uniformValuesCoverTheIntervalEvenly() {
    int[] bins = new int[20];
    double sum = 0;
    for (int i = 0; i < 200_000; i++) {
      double value = Fill.uniform().at(1, 0, i);
      assertTrue(value >= -1 && value < 1);
      bins[(int) ((value + 1) * 10)]++;
      sum += value;
    }
    assertEquals(0, sum / 200_000, 0.01);
    for (int bin : bins) {
      assertEquals(10_000, bin, 500);
    }
  }

  @Test
  void sumsOfExactProductsStayBelowTheLargestExactInteger() {
    for (long terms : new long[] {1, 100, 4096, 1_000_000, 16_000_000}) {
      Fill fill = Fill.exact(DType.F32, terms);
      double largest = 0;
      Set<Double> values = new HashSet<>();
      for (int i = 0; i < 10_000; i++) {
        double value = fill.at(3, 1, i);
        assertEquals(Math.rint(value), value);
        largest = Math.max(largest, Math.abs(value));
        values.add(value);
      }
      assertTrue(terms * largest * largest <= DType.F32.largestExactInteger(), "terms " + terms);
      assertEquals(2 * largest + 1, values.size(), "all integers of the range occur");
    }
  }

  @Test
  void seedsOperandsAndRepetitionsDiffer() {
    Fill fill = Fill.uniform();
    assertNotEquals(fill.at(1, 0, 5), fill.at(2, 0, 5));
    assertNotEquals(fill.at(1, 0, 5), fill.at(1, 1, 5));
    assertNotEquals(fill.at(1, 0, 5), fill.repetition(1).at(1, 0, 5));
    assertEquals(fill.at(1, 0, 5), fill.repetition(0).at(1, 0, 5));
  }
}
