package dev.muster.kernels.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
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
  void eachElementGetsItsOwnValueWhateverTheShapeAndTheStride() {
    for (DType dtype : DType.values()) {
      for (Fill fill :
          new Fill[] {Fill.uniform(), Fill.exact(dtype, 9), Fill.uniform().repetition(3)}) {
        Matrix whole = Buffers.matrix(Arena.ofAuto(), dtype, 3, 2 * UniformFill.CHUNK + 7);
        for (Matrix each : List.of(whole, whole.tile(0, 2, 3, UniformFill.CHUNK + 1))) {
          fill.fill(each, 5, 1);
          for (long row = 0; row < each.rows(); row++) {
            for (long col = 0; col < each.cols(); col++) {
              double expected = dtype.round(fill.at(5, 1, row * each.cols() + col));
              assertEquals(expected, each.get(row, col), dtype + " " + row + " " + col);
            }
          }
        }
      }
    }
  }

  @Test
  void whatLiesBetweenRowsIsLeftAlone() {
    Matrix whole = Buffers.matrix(Arena.ofAuto(), DType.F32, 3, 10);
    Fill.POISON.fill(whole.tile(0, 0, 3, 8), 1, 0);
    assertEquals(0, whole.get(0, 8));
    assertTrue(Double.isNaN(whole.get(1, 0)));
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
