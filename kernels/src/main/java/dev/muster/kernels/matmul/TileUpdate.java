package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C ← α·tile + β·C for one finished tile.
 *
 * <p>A method of its own, on memory of its own: a micro-kernel that writes its many accumulators
 * straight through a {@link MemorySegment} is more than C2 inlines, and it then boxes the vectors.
 */
final class TileUpdate {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private TileUpdate() {}

  /** Updates {@code rows × cols} elements of C, the first of which has index {@code first}. */
  static void update(
      Matrix c,
      long first,
      int rows,
      int cols,
      float[] tile,
      int tileStride,
      float alpha,
      float beta) {
    MemorySegment data = c.segment();
    for (int row = 0; row < rows; row++) {
      long to = first + row * c.stride();
      int from = row * tileStride;
      if (beta == 0) {
        writeRow(data, to, cols, tile, from, alpha);
      } else {
        addRow(data, to, cols, tile, from, alpha, beta);
      }
    }
  }

  private static void writeRow(
      MemorySegment data, long to, int cols, float[] tile, int from, float alpha) {
    int col = 0;
    for (; col <= cols - LANES; col += LANES) {
      FloatVector.fromArray(SPECIES, tile, from + col)
          .mul(alpha)
          .intoMemorySegment(data, (to + col) * Float.BYTES, ORDER);
    }
    for (; col < cols; col++) {
      data.setAtIndex(ValueLayout.JAVA_FLOAT, to + col, tile[from + col] * alpha);
    }
  }

  private static void addRow(
      MemorySegment data, long to, int cols, float[] tile, int from, float alpha, float beta) {
    int col = 0;
    for (; col <= cols - LANES; col += LANES) {
      long at = (to + col) * Float.BYTES;
      FloatVector before = FloatVector.fromMemorySegment(SPECIES, data, at, ORDER).mul(beta);
      FloatVector.fromArray(SPECIES, tile, from + col)
          .mul(alpha)
          .add(before)
          .intoMemorySegment(data, at, ORDER);
    }
    for (; col < cols; col++) {
      float before = data.getAtIndex(ValueLayout.JAVA_FLOAT, to + col) * beta;
      data.setAtIndex(ValueLayout.JAVA_FLOAT, to + col, tile[from + col] * alpha + before);
    }
  }

  /** C ← β·C; with β = 0 what C held does not show. */
  static void scale(Matrix c, float beta) {
    for (long row = 0; row < c.rows(); row++) {
      for (long col = 0; col < c.cols(); col++) {
        long index = row * c.stride() + col;
        float before = beta == 0 ? 0 : beta * c.segment().getAtIndex(ValueLayout.JAVA_FLOAT, index);
        c.segment().setAtIndex(ValueLayout.JAVA_FLOAT, index, before);
      }
    }
  }
}
