package dev.muster.offload.pool;

import dev.muster.kernels.kernel.Kernels;
import java.util.OptionalInt;

/**
 * One core of this machine.
 *
 * @param cpu its number, as the operating system counts
 */
record CpuDevice(int cpu, String model) implements Device {

  @Override
  public String id() {
    return "cpu-core-" + cpu;
  }

  @Override
  public String description() {
    return model + ", core " + cpu;
  }

  @Override
  public OptionalInt core() {
    return OptionalInt.of(cpu);
  }

  @Override
  public Kernels kernels() {
    return Kernels.cpu();
  }
}
