package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.tensor.NativeMemory;
import dev.muster.kernels.vector.AnyVectors;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Row sums whose vectors run along k: a vector of B is a few whole rows of it, and the elements of
 * A that meet them are spread out by a shuffle. With 4 columns and 16 lanes:
 *
 * <pre>
 *   x ← A[i, p .. p+15]
 *   s ← s + (x₀ x₀ x₀ x₀ x₁ x₁ x₁ x₁ …)·B[p .. p+3, :] + (x₄ x₄ x₄ x₄ x₅ …)·B[p+4 .. p+7, :] + …
 *   C[i, :] ← the four quarters of s, added up, for four rows together
 * </pre>
 *
 * <p>Four rows at a time, for which the vectors of B are read once. Copied for each {@link
 * RowSums.Form} as a {@link ConstantCopy}.
 */
final class RowSumsLoop implements RowSums {
  private static final Form FORM = ConstantCopy.constant(MethodHandles.lookup(), Form.class);
  private static final VectorSpecies<Object> SPECIES =
      AnyVectors.species(FORM.dtype(), FORM.bits());
  private static final int COLS = FORM.cols();
  private static final int LANES = SPECIES.length();
  private static final int ELEMENT_BYTES = SPECIES.elementSize() / Byte.SIZE;
  private static final int VECTOR_BYTES = SPECIES.vectorByteSize();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Number q repeats each of its LANES / COLS elements COLS times. */
  private static final VectorShuffle<Object> SPREAD_0 = spread(0);

  private static final VectorShuffle<Object> SPREAD_1 = spread(1);
  private static final VectorShuffle<Object> SPREAD_2 = spread(2);
  private static final VectorShuffle<Object> SPREAD_3 = spread(3);

  private static final long ROW_BYTES = (long) COLS * ELEMENT_BYTES;

  /** A row of four has its own quarter of a vector in the end. */
  private static final int QUARTER = LANES / 4;

  private static final VectorShuffle<Object> SWAP_HALVES = swap(2 * QUARTER);
  private static final VectorShuffle<Object> SWAP_QUARTERS = swap(QUARTER);
  private static final VectorShuffle<Object> SWAP_2 = swap(2);
  private static final VectorShuffle<Object> SWAP_1 = swap(1);
  private static final VectorShuffle<Object> NEXT_QUARTER =
      VectorShuffle.iota(SPECIES, QUARTER, 1, true);

  private static final VectorMask<Object> UPPER_HALF = SPECIES.indexInRange(0, 2 * QUARTER).not();
  private static final VectorMask<Object> ODD_QUARTERS = oddQuarters();
  private static final VectorMask<Object> OF_ROW = SPECIES.indexInRange(0, COLS);
  private static final VectorMask<Object> OF_FOUR_ROWS = SPECIES.indexInRange(0, 4 * COLS);

  /** The first COLS elements of each quarter. */
  private static final VectorShuffle<Object> SIDE_BY_SIDE =
      VectorShuffle.fromOp(SPECIES, lane -> (lane / COLS * QUARTER + lane % COLS) % LANES);

  RowSumsLoop() {}

  private static VectorShuffle<Object> spread(int q) {
    return VectorShuffle.fromOp(
        SPECIES, lane -> Math.min(LANES - 1, q * (LANES / COLS) + lane / COLS));
  }

  private static VectorShuffle<Object> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % LANES);
  }

  private static VectorMask<Object> oddQuarters() {
    boolean[] lanes = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = (lane / QUARTER) % 2 == 1;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  @Override
  public void multiply(
      int rows,
      int k,
      long a,
      long aRowBytes,
      long b,
      long c,
      long cRowBytes,
      double alpha,
      boolean add) {
    int whole = k - k % LANES;
    for (int row = 0; row < rows; row += 4) {
      multiplyFour(
          Math.min(4, rows - row),
          whole,
          a + row * aRowBytes,
          aRowBytes,
          b,
          c + row * cRowBytes,
          cRowBytes,
          alpha,
          add);
    }
    if (whole < k) {
      long at = (long) whole * ELEMENT_BYTES;
      addRest(rows, k - whole, a + at, aRowBytes, b + at * COLS, c, cRowBytes, alpha);
    }
  }

  /** What is left of the sums of each row, which C is there to take. */
  private static void addRest(
      int rows, int rest, long a, long aRowBytes, long b, long c, long cRowBytes, double alpha) {
    VectorMask<Object> steps = SPECIES.indexInRange(0, rest);
    for (int row = 0; row < rows; row++) {
      Vector<Object> x = AnyVectors.load(SPECIES, NativeMemory.bounded(a + row * aRowBytes), steps);
      Vector<Object> sum = AnyVectors.broadcast(SPECIES, 0);
      for (int q = 0; q < COLS; q++) {
        VectorMask<Object> some = SPECIES.indexInRange(q * LANES, rest * COLS);
        Vector<Object> y =
            AnyVectors.load(SPECIES, NativeMemory.bounded(b + (long) q * VECTOR_BYTES), some);
        sum = plusProduct(sum, x, q, y);
      }
      Vector<Object> none = AnyVectors.broadcast(SPECIES, 0);
      update(1, c + row * cRowBytes, cRowBytes, added(sum, none, none, none), alpha, true);
    }
  }

  /** Rows that are missing are read as if they were the last one, and not written. */
  private static void multiplyFour(
      int rows,
      int whole,
      long a,
      long aRowBytes,
      long b,
      long c,
      long cRowBytes,
      double alpha,
      boolean add) {
    long a0 = NativeMemory.bounded(a);
    long a1 = NativeMemory.bounded(a + Math.min(1, rows - 1) * aRowBytes);
    long a2 = NativeMemory.bounded(a + Math.min(2, rows - 1) * aRowBytes);
    long a3 = NativeMemory.bounded(a + Math.min(3, rows - 1) * aRowBytes);
    long b0 = NativeMemory.bounded(b);
    Vector<Object> s0 = AnyVectors.broadcast(SPECIES, 0);
    Vector<Object> s1 = AnyVectors.broadcast(SPECIES, 0);
    Vector<Object> s2 = AnyVectors.broadcast(SPECIES, 0);
    Vector<Object> s3 = AnyVectors.broadcast(SPECIES, 0);
    for (int p = 0; p < whole; p += LANES) {
      long at = (long) (p & Integer.MAX_VALUE) * ELEMENT_BYTES;
      Vector<Object> x0 = load(a0 + at);
      Vector<Object> x1 = load(a1 + at);
      Vector<Object> x2 = load(a2 + at);
      Vector<Object> x3 = load(a3 + at);
      Vector<Object> y0 = load(b0 + at * COLS);
      s0 = plusProduct(s0, x0, 0, y0);
      s1 = plusProduct(s1, x1, 0, y0);
      s2 = plusProduct(s2, x2, 0, y0);
      s3 = plusProduct(s3, x3, 0, y0);
      if (COLS > 1) {
        Vector<Object> y1 = load(b0 + at * COLS + VECTOR_BYTES);
        s0 = plusProduct(s0, x0, 1, y1);
        s1 = plusProduct(s1, x1, 1, y1);
        s2 = plusProduct(s2, x2, 1, y1);
        s3 = plusProduct(s3, x3, 1, y1);
      }
      if (COLS > 2) {
        Vector<Object> y2 = load(b0 + at * COLS + 2L * VECTOR_BYTES);
        s0 = plusProduct(s0, x0, 2, y2);
        s1 = plusProduct(s1, x1, 2, y2);
        s2 = plusProduct(s2, x2, 2, y2);
        s3 = plusProduct(s3, x3, 2, y2);
        Vector<Object> y3 = load(b0 + at * COLS + 3L * VECTOR_BYTES);
        s0 = plusProduct(s0, x0, 3, y3);
        s1 = plusProduct(s1, x1, 3, y3);
        s2 = plusProduct(s2, x2, 3, y3);
        s3 = plusProduct(s3, x3, 3, y3);
      }
    }
    update(rows, c, cRowBytes, added(s0, s1, s2, s3), alpha, add);
  }

  private static Vector<Object> plusProduct(
      Vector<Object> sum, Vector<Object> x, int q, Vector<Object> y) {
    return spread(x, q).lanewise(VectorOperators.FMA, y, sum);
  }

  private static Vector<Object> spread(Vector<Object> x, int q) {
    if (COLS == 1) {
      return x;
    }
    return x.rearrange(
        switch (q) {
          case 0 -> SPREAD_0;
          case 1 -> SPREAD_1;
          case 2 -> SPREAD_2;
          default -> SPREAD_3;
        });
  }

  /** The parts of four sums added up, those of each in a quarter of its own. */
  private static Vector<Object> added(
      Vector<Object> s0, Vector<Object> s1, Vector<Object> s2, Vector<Object> s3) {
    Vector<Object> even = merged(s0, s2, UPPER_HALF, SWAP_HALVES);
    Vector<Object> odd = merged(s1, s3, UPPER_HALF, SWAP_HALVES);
    Vector<Object> sum = merged(even, odd, ODD_QUARTERS, SWAP_QUARTERS);
    if (QUARTER > 2 && COLS <= 2) {
      sum = sum.lanewise(VectorOperators.ADD, sum.rearrange(SWAP_2));
    }
    if (QUARTER > 1 && COLS <= 1) {
      sum = sum.lanewise(VectorOperators.ADD, sum.rearrange(SWAP_1));
    }
    return sum;
  }

  /** x plus its other parts where the mask is not set, y plus its other parts where it is. */
  private static Vector<Object> merged(
      Vector<Object> x, Vector<Object> y, VectorMask<Object> ofY, VectorShuffle<Object> swap) {
    return x.blend(y, ofY).lanewise(VectorOperators.ADD, y.blend(x, ofY).rearrange(swap));
  }

  /** C ← α·sums (+ C), of as many rows as there are. */
  private static void update(
      int rows, long c, long cRowBytes, Vector<Object> sums, double alpha, boolean add) {
    Vector<Object> scaled =
        alpha == 1
            ? sums
            : sums.lanewise(VectorOperators.MUL, AnyVectors.broadcast(SPECIES, alpha));
    if (rows == 4 && cRowBytes == ROW_BYTES) {
      long address = NativeMemory.bounded(c);
      Vector<Object> four = QUARTER == COLS ? scaled : scaled.rearrange(SIDE_BY_SIDE);
      Vector<Object> result =
          add
              ? four.lanewise(VectorOperators.ADD, AnyVectors.load(SPECIES, address, OF_FOUR_ROWS))
              : four;
      result.intoMemorySegment(NativeMemory.ALL, address, ORDER, OF_FOUR_ROWS);
      return;
    }
    for (int row = 0; row < rows; row++) {
      long address = NativeMemory.bounded(c + row * cRowBytes);
      Vector<Object> result =
          add
              ? scaled.lanewise(VectorOperators.ADD, AnyVectors.load(SPECIES, address, OF_ROW))
              : scaled;
      result.intoMemorySegment(NativeMemory.ALL, address, ORDER, OF_ROW);
      scaled = scaled.rearrange(NEXT_QUARTER);
    }
  }

  private static Vector<Object> load(long address) {
    return SPECIES.fromMemorySegment(NativeMemory.ALL, address, ORDER);
  }
}
