package dev.muster.bridge.blas;

import dev.muster.kernels.kernel.Kernel;

class OneDnnContractTest extends PeerContractTest {
  @Override
  Kernel kernel() {
    return new OneDnn();
  }
}
