package dev.muster.offload.pool;

import dev.muster.kernels.kernel.Kernels;

/**
 * One core of this machine.
 *
 * @param core its number, as the operating system counts
 */
record CpuDevice(int core, String model) implements Device {

  @Override
  public String id() {
    return "cpu-core-" + core;
  }

  @Override
  public String description() {
    return model + ", core " + core;
  }

  @Override
  public Kernels kernels() {
    return Kernels.cpu();
  }
}
