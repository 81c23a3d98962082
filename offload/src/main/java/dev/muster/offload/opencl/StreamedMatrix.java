package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.pool.DeviceMatrix;

/** A matrix in the memory of the host, of which a device has a copy only while it computes. */
record StreamedMatrix(Matrix host) implements DeviceMatrix {
  @Override
  public DType dtype() {
    return host.dtype();
  }

  @Override
  public long rows() {
    return host.rows();
  }

  @Override
  public long cols() {
    return host.cols();
  }

  @Override
  public long stride() {
    return host.stride();
  }

  /** Whether it is the same part of the same operand. */
  boolean same(StreamedMatrix other) {
    return host.segment().address() == other.host.segment().address()
        && rows() == other.rows()
        && cols() == other.cols()
        && stride() == other.stride();
  }
}
