package dev.muster.ci;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.kernel.Kernels;
import java.util.stream.Stream;

/** The contract of kernels, for one that has just been added. */
public final class AddedKernel extends KernelContract {
  private final String className;

  public AddedKernel(String className) {
    this.className = className;
  }

  @Override
  protected Stream<Subject> subjects() {
    return Kernels.cpu().all().stream()
        .filter(kernel -> kernel.getClass().getName().equals(className))
        .map(kernel -> new Subject(kernel.name(), kernel));
  }
}
