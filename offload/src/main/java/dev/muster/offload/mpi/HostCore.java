package dev.muster.offload.mpi;

import dev.muster.kernels.kernel.Kernels;
import dev.muster.offload.pool.Device;

/**
 * The core of one rank, on whatever host.
 *
 * @param id host and core, e.g. {@code node1/core-3}
 */
record HostCore(String id) implements Device {

  @Override
  public String description() {
    return id;
  }

  @Override
  public Kernels kernels() {
    return Kernels.cpu();
  }
}
