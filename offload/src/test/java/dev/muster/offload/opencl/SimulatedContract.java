package dev.muster.offload.opencl;

/**
 * The contract on a simulator, which is thousands of times slower: small problems only. Not run by
 * itself, but in a process of its own by {@link OclgrindTest}.
 */
class SimulatedContract extends OpenClContractTest {
  @Override
  protected double flopsMax() {
    return 10_000;
  }
}
