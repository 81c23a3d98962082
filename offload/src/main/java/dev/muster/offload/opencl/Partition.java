package dev.muster.offload.opencl;

/** A way to split a device into sub-devices. */
interface Partition {

  /** As it stands behind the device in the name of a pool, e.g. {@code 2} or {@code numa}. */
  String text();

  /**
   * What {@code clCreateSubDevices} is asked for, with the 0 at its end.
   *
   * @throws dev.muster.kernels.problem.BadInputException where the device can be split, but not so
   * @throws dev.muster.offload.pool.UnsupportedPoolException where its driver cannot split it so
   */
  long[] properties(OpenClDevice root);
}
