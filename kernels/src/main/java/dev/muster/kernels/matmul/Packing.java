package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies blocks of A and B into heap panels in the order in which a micro-kernel reads them, the
 * last panel padded with zeros.
 *
 * <p>Panels are heap arrays because C2 keeps fewer registers free when it reads a {@link
 * MemorySegment} in the loop: 96 against 69 GFLOP/s for the 5×2 tile with AVX2.
 */
final class Packing {
  private Packing() {}

  /** Rows {@code row…} and columns {@code col…} of A: panels of MR rows, MR elements per column. */
  static void packA(Matrix a, int row, int col, int rows, int cols, int mr, float[] panels) {
    MemorySegment data = a.segment();
    for (int panel = 0; panel < rows; panel += mr) {
      int used = Math.min(mr, rows - panel);
      int base = panel * cols;
      for (int i = 0; i < used; i++) {
        packStrided(data, (row + panel + i) * a.stride() + col, cols, panels, base + i, mr);
      }
      for (int i = used; i < mr; i++) {
        for (int p = 0; p < cols; p++) {
          panels[base + p * mr + i] = 0;
        }
      }
    }
  }

  private static void packStrided(
      MemorySegment data, long from, int count, float[] into, int offset, int stride) {
    for (int p = 0; p < count; p++) {
      into[offset + p * stride] = data.getAtIndex(ValueLayout.JAVA_FLOAT, from + p);
    }
  }

  /** Rows {@code row…} and columns {@code col…} of B: panels of NR columns, NR per row. */
  static void packB(Matrix b, int row, int col, int rows, int cols, int nr, float[] panels) {
    MemorySegment data = b.segment();
    for (int panel = 0; panel < cols; panel += nr) {
      int used = Math.min(nr, cols - panel);
      int base = panel * rows;
      for (int p = 0; p < rows; p++) {
        long from = ((row + p) * b.stride() + col + panel) * Float.BYTES;
        int into = base + p * nr;
        MemorySegment.copy(data, ValueLayout.JAVA_FLOAT, from, panels, into, used);
        for (int j = used; j < nr; j++) {
          panels[into + j] = 0;
        }
      }
    }
  }
}
