package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
import java.util.List;
import java.util.stream.Stream;

/**
 * The contract on a simulator, which is thousands of times slower: small problems, small groups.
 * Not run by itself, but in a process of its own by {@link OclgrindTest}.
 */
class SimulatedContract extends KernelContract {
  private static final List<String> TILES =
      List.of(
          "8x2@16",
          "3x1@4-streamed",
          "3x2@4-staged",
          "12x8x5/3x2",
          "8x8x4/4x2@4x2",
          "4x8x2/2x4@2x2k3",
          "8x16x4/2x2@2x2");

  @Override
  protected Stream<Subject> subjects() {
    OpenClDevice simulator = OpenClHere.require("oclgrind");
    return Stream.of(
            SimulatedStreams.subjects(simulator),
            OpenClHere.products(simulator, TILES),
            SubgroupContractTest.emulated(simulator))
        .flatMap(subjects -> subjects);
  }

  @Override
  protected double flopsMax() {
    return 4_000;
  }
}
