package dev.muster.kernels.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class MatrixTest {
  private final Arena arena = Arena.ofAuto();

  private Matrix counted(long rows, long cols, long stride) {
    MemorySegment memory = Buffers.allocate(arena, rows * stride * Float.BYTES);
    Matrix matrix = new Matrix(memory, DType.F32, rows, cols, stride);
    for (int row = 0; row < rows; row++) {
      for (int col = 0; col < cols; col++) {
        matrix.set(row, col, 100 * row + col);
      }
    }
    return matrix;
  }

  @Test
  void aTileSeesTheElementsOfTheWhole() {
    Matrix tile = counted(6, 7, 9).tile(2, 3, 4, 2);
    assertEquals(203, tile.get(0, 0));
    assertEquals(504, tile.get(3, 1));
    assertFalse(tile.contiguous());
  }

  @Test
  void copiesCrossStrides() {
    Matrix into = counted(3, 4, 11);
    into.copyFrom(counted(5, 6, 6).tile(1, 2, 3, 4));
    assertEquals(102, into.get(0, 0));
    assertEquals(305, into.get(2, 3));
  }

  @Test
  void anEmptyTileMayStandAtTheEdge() {
    assertEquals(0, counted(3, 3, 3).tile(3, 0, 0, 3).count());
    assertEquals(0, counted(3, 3, 3).tile(0, 3, 3, 0).count());
  }

  @Test
  void aStrideThatOverflowsIsRefused() {
    Matrix matrix = counted(3, 3, 3);
    for (long stride : new long[] {1L << 60, 1L << 62, Long.MAX_VALUE}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Matrix(matrix.segment(), DType.F64, 3, 4, stride));
      assertTrue(e.getMessage().contains("stride " + stride), e.getMessage());
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Matrix matrix = counted(3, 3, 3);
    assertThrows(IllegalArgumentException.class, () -> matrix.tile(1, 0, 3, 3));
    assertThrows(
        IllegalArgumentException.class, () -> new Matrix(matrix.segment(), DType.F32, 3, 4, 3));
    assertThrows(
        IllegalArgumentException.class, () -> new Matrix(matrix.segment(), DType.F32, 4, 3, 3));
    assertThrows(
        IllegalArgumentException.class, () -> new Matrix(matrix.segment(), DType.F32, -1, 3, 3));
  }

  @Test
  void buffersAreAlignedToLinesAndHugePages() {
    assertEquals(0, Buffers.allocate(arena, 100).address() % 64);
    assertEquals(0, Buffers.allocate(arena, 5 << 20).address() % (2 << 20));
    assertTrue(Buffers.vector(arena, DType.F64, 10).contiguous());
  }
}
