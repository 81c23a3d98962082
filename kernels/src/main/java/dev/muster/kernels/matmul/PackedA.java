package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.NativeMemory;
import dev.muster.kernels.tensor.WorkMemory;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A transposed A, packed once for the whole product: what the rows of a tile need of one step lies
 * side by side, step after step.
 *
 * <p>As it is stored, a tile would read a few bytes of each of K rows that are far apart. Here many
 * tiles take their share of a row at once.
 */
final class PackedA implements TilesOfA {
  private static final int VECTOR_BYTES = ByteVector.SPECIES_PREFERRED.vectorByteSize();

  /** For short slices: half a cache line, where the core has vectors of that. */
  private static final VectorSpecies<Byte> SHORT =
      VECTOR_BYTES < ByteVector.SPECIES_256.vectorByteSize()
          ? ByteVector.SPECIES_PREFERRED
          : ByteVector.SPECIES_256;

  private static final int SHORT_BYTES = SHORT.vectorByteSize();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** So many that each row is read in pieces of a few cache lines. */
  private static final int TILES_AT_ONCE = 16;

  /** A vector may reach behind its slice, and panels should not fall into the same sets. */
  private static final int PADDING_BYTES = 192;

  private final OperandViews views;
  private final Cuts tiles;
  private final int steps;
  private final int elementBytes;
  private final int stepBytes;
  private final long panelBytes;
  private final long address;

  /**
   * @param memory with {@link #bytes} to take
   */
  PackedA(MatMul problem, OperandViews views, MicroTile tile, Cuts tiles, WorkMemory memory) {
    this.views = views;
    this.tiles = tiles;
    this.steps = problem.k();
    this.elementBytes = problem.dtype().bytes();
    this.stepBytes = tile.rows() * elementBytes;
    this.panelBytes = panelBytes(problem, tile);
    this.address = memory.take(bytes(problem, tile, tiles));
  }

  /** What it takes. */
  static long bytes(MatMul problem, MicroTile tile, Cuts tiles) {
    return tiles.count() * panelBytes(problem, tile);
  }

  private static long panelBytes(MatMul problem, MicroTile tile) {
    return (long) problem.k() * tile.rows() * problem.dtype().bytes() + PADDING_BYTES;
  }

  @Override
  public long stepBytes() {
    return stepBytes;
  }

  /** Those of fewer rows lie as far apart. */
  @Override
  public long tileBytes(int rows) {
    return panelBytes;
  }

  @Override
  public long at(int tile, int p) {
    return address + tile * panelBytes + (long) p * stepBytes;
  }

  @Override
  public void pack(int thread, int threads) {
    Cuts share = new Cuts(tiles.count(), threads);
    int end = share.start(thread + 1);
    for (int first = share.start(thread); first < end; ) {
      int next = Math.min(end, first + TILES_AT_ONCE);
      int rows = tiles.size(first);
      while (tiles.size(next - 1) != rows) {
        next--;
      }
      pack(first, next, rows * elementBytes);
      first = next;
    }
  }

  private void pack(int first, int end, int sliceBytes) {
    int vectorBytes = vectorBytes(sliceBytes);
    int inVectors =
        steps
            - OperandViews.rowsBehindTheEnd(
                Math.max(0, vectorBytes - sliceBytes), views.aStepBytes(), steps);
    for (int p = 0; p < steps; p++) {
      long from = views.a().at(tiles.start(first), p);
      long into = at(first, p);
      if (p >= inVectors || sliceBytes > vectorBytes) {
        copyExactly(from, into, end - first, sliceBytes);
      } else if (vectorBytes == SHORT_BYTES) {
        copy(SHORT, from, into, end - first, sliceBytes);
      } else {
        copy(ByteVector.SPECIES_512, from, into, end - first, sliceBytes);
      }
    }
  }

  private static int vectorBytes(int sliceBytes) {
    return sliceBytes <= SHORT_BYTES ? SHORT_BYTES : VECTOR_BYTES;
  }

  /** A vector for each slice; what it has too much is overwritten by the next step, or padding. */
  private void copy(VectorSpecies<Byte> species, long from, long into, int slices, int sliceBytes) {
    for (int i = 0; i < slices; i++) {
      ByteVector.fromMemorySegment(species, NativeMemory.ALL, NativeMemory.bounded(from), ORDER)
          .intoMemorySegment(NativeMemory.ALL, NativeMemory.bounded(into), ORDER);
      from += sliceBytes;
      into += panelBytes;
    }
  }

  /** The last rows must not be read beyond the end of A. */
  private void copyExactly(long from, long into, int slices, int sliceBytes) {
    for (int i = 0; i < slices; i++) {
      RowPacking.copy(from, sliceBytes, into, sliceBytes);
      from += sliceBytes;
      into += panelBytes;
    }
  }
}
