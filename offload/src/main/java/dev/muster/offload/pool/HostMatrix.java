package dev.muster.offload.pool;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;

/** A matrix in the memory of this process, which every core reads as it is. */
record HostMatrix(Matrix matrix) implements DeviceMatrix {
  @Override
  public DType dtype() {
    return matrix.dtype();
  }

  @Override
  public long rows() {
    return matrix.rows();
  }

  @Override
  public long cols() {
    return matrix.cols();
  }

  @Override
  public long stride() {
    return matrix.stride();
  }

  /** A vector of {@code count} elements of a contiguous matrix. */
  Matrix vector(long offset, long count) {
    long bytes = matrix.dtype().bytes();
    return new Matrix(
        matrix.segment().asSlice(offset * bytes, count * bytes), matrix.dtype(), 1, count, count);
  }
}
