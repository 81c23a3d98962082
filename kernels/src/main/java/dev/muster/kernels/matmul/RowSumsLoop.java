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
 *   C[i, :] ← the four quarters of s, added up
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

  private static final VectorShuffle<Object> ROTATE_1 = rotate(1);
  private static final VectorShuffle<Object> ROTATE_2 = rotate(2);
  private static final VectorShuffle<Object> ROTATE_4 = rotate(4);
  private static final VectorShuffle<Object> ROTATE_8 = rotate(8);

  private static final VectorMask<Object> OF_ROW = SPECIES.indexInRange(0, COLS);

  RowSumsLoop() {}

  private static VectorShuffle<Object> spread(int q) {
    return VectorShuffle.fromOp(
        SPECIES, lane -> Math.min(LANES - 1, q * (LANES / COLS) + lane / COLS));
  }

  private static VectorShuffle<Object> rotate(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
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
    for (int row = 0; row < rows; row += 4) {
      multiplyFour(
          Math.min(4, rows - row),
          k,
          a + row * aRowBytes,
          aRowBytes,
          b,
          c + row * cRowBytes,
          cRowBytes,
          alpha,
          add);
    }
  }

  /** Rows that are missing are read as if they were the last one, and not written. */
  private static void multiplyFour(
      int rows,
      int k,
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
    int whole = k - k % LANES;
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
    if (whole < k) {
      long at = (long) whole * ELEMENT_BYTES;
      VectorMask<Object> steps = SPECIES.indexInRange(whole, k);
      Vector<Object> x0 = AnyVectors.load(SPECIES, a0 + at, steps);
      Vector<Object> x1 = AnyVectors.load(SPECIES, a1 + at, steps);
      Vector<Object> x2 = AnyVectors.load(SPECIES, a2 + at, steps);
      Vector<Object> x3 = AnyVectors.load(SPECIES, a3 + at, steps);
      for (int q = 0; q < COLS; q++) {
        VectorMask<Object> some = SPECIES.indexInRange(q * LANES, (k - whole) * COLS);
        Vector<Object> y = AnyVectors.load(SPECIES, b0 + at * COLS + (long) q * VECTOR_BYTES, some);
        s0 = plusProduct(s0, x0, q, y);
        s1 = plusProduct(s1, x1, q, y);
        s2 = plusProduct(s2, x2, q, y);
        s3 = plusProduct(s3, x3, q, y);
      }
    }
    update(c, s0, alpha, add);
    if (rows > 1) {
      update(c + cRowBytes, s1, alpha, add);
    }
    if (rows > 2) {
      update(c + 2 * cRowBytes, s2, alpha, add);
    }
    if (rows > 3) {
      update(c + 3 * cRowBytes, s3, alpha, add);
    }
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

  /** C[i, :] ← α·(the parts of a sum, added up) (+ C[i, :]). */
  private static void update(long c, Vector<Object> parts, double alpha, boolean add) {
    long address = NativeMemory.bounded(c);
    Vector<Object> sum = plusRotated(parts, 8, ROTATE_8);
    sum = plusRotated(sum, 4, ROTATE_4);
    sum = plusRotated(sum, 2, ROTATE_2);
    sum = plusRotated(sum, 1, ROTATE_1);
    if (alpha != 1) {
      sum = sum.lanewise(VectorOperators.MUL, AnyVectors.broadcast(SPECIES, alpha));
    }
    if (add) {
      sum = sum.lanewise(VectorOperators.ADD, AnyVectors.load(SPECIES, address, OF_ROW));
    }
    sum.intoMemorySegment(NativeMemory.ALL, address, ORDER, OF_ROW);
  }

  private static Vector<Object> plusRotated(
      Vector<Object> parts, int lanes, VectorShuffle<Object> rotate) {
    return lanes >= COLS && lanes < LANES
        ? parts.lanewise(VectorOperators.ADD, parts.rearrange(rotate))
        : parts;
  }

  private static Vector<Object> load(long address) {
    return SPECIES.fromMemorySegment(NativeMemory.ALL, address, ORDER);
  }
}
