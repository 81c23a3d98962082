package dev.muster.offload.pool;

import dev.muster.kernels.tensor.DType;

/** A row-major matrix in the memory of a device; each kind of pool has its own. */
public interface DeviceMatrix {
  DType dtype();

  long rows();

  long cols();

  /** Elements from one row to the next. */
  long stride();
}
