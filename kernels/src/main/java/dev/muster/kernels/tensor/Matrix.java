package dev.muster.kernels.tensor;

import java.lang.foreign.MemorySegment;

/**
 * A row-major view of {@code rows × cols} elements; row i starts {@code i·stride} elements into the
 * segment. A vector is a matrix of one row.
 *
 * @param segment the memory, which the view does not own
 * @param dtype type of the elements
 * @param rows number of rows, 0 or more
 * @param cols number of columns, 0 or more
 * @param stride elements from one row to the next, at least {@code cols}
 */
public record Matrix(MemorySegment segment, DType dtype, long rows, long cols, long stride) {

  /**
   * @throws IllegalArgumentException naming the argument that is out of range
   */
  public Matrix {
    if (rows < 0 || cols < 0) {
      throw new IllegalArgumentException("negative shape %dx%d".formatted(rows, cols));
    }
    if (stride < cols) {
      throw new IllegalArgumentException("stride %d is below cols %d".formatted(stride, cols));
    }
    if (rows > 0 && cols > 0) {
      long needed = neededBytes(dtype, rows, cols, stride);
      if (segment.byteSize() < needed) {
        throw new IllegalArgumentException(
            "segment of %d bytes is too short for %dx%d with stride %d, which need %d"
                .formatted(segment.byteSize(), rows, cols, stride, needed));
      }
    }
  }

  private static long neededBytes(DType dtype, long rows, long cols, long stride) {
    try {
      return Math.multiplyExact(
          Math.addExact(Math.multiplyExact(rows - 1, stride), cols), dtype.bytes());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "%d rows with stride %d are more than memory can have".formatted(rows, stride), e);
    }
  }

  /** A vector over a whole segment. */
  public static Matrix vector(MemorySegment segment, DType dtype) {
    long count = segment.byteSize() / dtype.bytes();
    return new Matrix(segment, dtype, 1, count, count);
  }

  public long count() {
    return rows * cols;
  }

  public long bytes() {
    return count() * dtype.bytes();
  }

  public double get(long row, long col) {
    return dtype.get(segment, row * stride + col);
  }

  public void set(long row, long col, double value) {
    dtype.set(segment, row * stride + col, value);
  }

  /** Writes {@code count} elements of a row, from (row, col) on. */
  public void set(long row, long col, double[] values, int count) {
    dtype.set(segment, row * stride + col, values, count);
  }

  /** All elements of a contiguous matrix as one row. */
  public Matrix asRow() {
    return new Matrix(segment, dtype, 1, count(), count());
  }

  /** True where no element lies between two rows. */
  public boolean contiguous() {
    return rows <= 1 || stride == cols;
  }

  /** The view of {@code rows × cols} elements whose first is (row, col) of this one. */
  public Matrix tile(long row, long col, long rows, long cols) {
    if (row < 0 || col < 0 || row + rows > this.rows || col + cols > this.cols) {
      throw new IllegalArgumentException(
          "tile %dx%d at (%d, %d) leaves the %dx%d matrix"
              .formatted(rows, cols, row, col, this.rows, this.cols));
    }
    long first = rows == 0 || cols == 0 ? 0 : (row * stride + col) * dtype.bytes();
    return new Matrix(segment.asSlice(first), dtype, rows, cols, stride);
  }

  /** Copies every element of {@code source}, which has the same shape and type, into this view. */
  public void copyFrom(Matrix source) {
    if (source.rows != rows || source.cols != cols || source.dtype != dtype) {
      throw new IllegalArgumentException(
          "%s %dx%d does not fit %s %dx%d"
              .formatted(source.dtype, source.rows, source.cols, dtype, rows, cols));
    }
    long rowBytes = cols * dtype.bytes();
    if (contiguous() && source.contiguous()) {
      MemorySegment.copy(source.segment, 0, segment, 0, rows * rowBytes);
      return;
    }
    for (long row = 0; row < rows; row++) {
      MemorySegment.copy(
          source.segment,
          row * source.stride * dtype.bytes(),
          segment,
          row * stride * dtype.bytes(),
          rowBytes);
    }
  }
}
