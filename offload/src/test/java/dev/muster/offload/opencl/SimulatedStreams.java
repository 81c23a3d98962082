package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
import java.util.stream.Stream;

/**
 * The contract of what is limited by memory, on a simulator that follows uninitialized values. Not
 * run by itself, but in a process of its own by {@link OclgrindTest}.
 */
class SimulatedStreams extends KernelContract {
  @Override
  protected Stream<Subject> subjects() {
    return subjects(OpenClHere.require("oclgrind"));
  }

  static Stream<Subject> subjects(OpenClDevice simulator) {
    return Stream.of(
            new OpenClReduce(simulator),
            OpenClStream.copy(simulator),
            OpenClStream.triad(simulator))
        .map(kernel -> OpenClHere.subject(simulator, kernel.computes().getSimpleName(), kernel));
  }

  @Override
  protected double flopsMax() {
    return 4_000;
  }
}
