package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The {@link TileUpdate} of f64. */
final class DoubleTileUpdate implements TileUpdate {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int VECTOR_BYTES = SPECIES.vectorByteSize();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  private final double alpha;
  private final double beta;

  DoubleTileUpdate(double alpha, double beta) {
    this.alpha = alpha;
    this.beta = beta;
  }

  @Override
  public void update(long tile, long tileStepBytes, int rows, int cols, long c, long cStepBytes) {
    if (cols == 2 * LANES) {
      updatePairs(tile, tileStepBytes, rows, c, cStepBytes);
    } else if (beta == 0) {
      write(tile, tileStepBytes, rows, cols, c, cStepBytes);
    } else {
      add(tile, tileStepBytes, rows, cols, c, cStepBytes);
    }
  }

  /** The common width, without a loop over columns. */
  private void updatePairs(long tile, long tileStepBytes, int rows, long c, long cStepBytes) {
    DoubleVector alphas = DoubleVector.broadcast(SPECIES, alpha);
    if (beta == 0) {
      for (int row = 0; row < rows; row++) {
        store(load(tile).mul(alphas), c);
        store(load(tile + VECTOR_BYTES).mul(alphas), c + VECTOR_BYTES);
        tile += tileStepBytes;
        c += cStepBytes;
      }
      return;
    }
    DoubleVector betas = DoubleVector.broadcast(SPECIES, beta);
    for (int row = 0; row < rows; row++) {
      DoubleVector first = load(tile).fma(alphas, load(c).mul(betas));
      DoubleVector second =
          load(tile + VECTOR_BYTES).fma(alphas, load(c + VECTOR_BYTES).mul(betas));
      store(first, c);
      store(second, c + VECTOR_BYTES);
      tile += tileStepBytes;
      c += cStepBytes;
    }
  }

  private void write(long tile, long tileStepBytes, int rows, int cols, long c, long cStepBytes) {
    DoubleVector alphas = DoubleVector.broadcast(SPECIES, alpha);
    int whole = cols - cols % LANES;
    for (int row = 0; row < rows; row++) {
      int at = 0;
      for (int col = 0; col < whole; col += LANES) {
        store(load(tile + at).mul(alphas), c + at);
        at += VECTOR_BYTES;
      }
      for (int col = whole; col < cols; col++) {
        NativeMemory.ALL.set(ELEMENT, c + at, NativeMemory.ALL.get(ELEMENT, tile + at) * alpha);
        at += Double.BYTES;
      }
      tile += tileStepBytes;
      c += cStepBytes;
    }
  }

  private void add(long tile, long tileStepBytes, int rows, int cols, long c, long cStepBytes) {
    DoubleVector alphas = DoubleVector.broadcast(SPECIES, alpha);
    DoubleVector betas = DoubleVector.broadcast(SPECIES, beta);
    int whole = cols - cols % LANES;
    for (int row = 0; row < rows; row++) {
      int at = 0;
      for (int col = 0; col < whole; col += LANES) {
        store(load(tile + at).fma(alphas, load(c + at).mul(betas)), c + at);
        at += VECTOR_BYTES;
      }
      for (int col = whole; col < cols; col++) {
        double before = NativeMemory.ALL.get(ELEMENT, c + at) * beta;
        double sum = NativeMemory.ALL.get(ELEMENT, tile + at);
        NativeMemory.ALL.set(ELEMENT, c + at, Math.fma(sum, alpha, before));
        at += Double.BYTES;
      }
      tile += tileStepBytes;
      c += cStepBytes;
    }
  }

  private static DoubleVector load(long address) {
    return DoubleVector.fromMemorySegment(SPECIES, NativeMemory.ALL, address, ORDER);
  }

  private static void store(DoubleVector value, long address) {
    value.intoMemorySegment(NativeMemory.ALL, address, ORDER);
  }
}
