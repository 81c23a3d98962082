package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;
import dev.muster.offload.pool.DeviceMatrix;

/** A contiguous matrix in the memory of an OpenCL context. */
record OpenClMatrix(ClMemory memory, DType dtype, long rows, long cols) implements DeviceMatrix {
  @Override
  public long stride() {
    return cols;
  }
}
