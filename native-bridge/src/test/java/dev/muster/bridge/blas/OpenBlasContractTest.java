package dev.muster.bridge.blas;

import dev.muster.kernels.kernel.Kernel;

class OpenBlasContractTest extends PeerContractTest {
  @Override
  Kernel kernel() {
    return new OpenBlas();
  }
}
