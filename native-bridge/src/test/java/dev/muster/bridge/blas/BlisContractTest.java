package dev.muster.bridge.blas;

import dev.muster.kernels.kernel.Kernel;

class BlisContractTest extends PeerContractTest {
  @Override
  Kernel kernel() {
    return new Blis();
  }
}
