package dev.muster.bridge.blas;

import dev.muster.kernels.kernel.Kernel;

class MklContractTest extends PeerContractTest {
  @Override
  Kernel kernel() {
    return new Mkl();
  }
}
