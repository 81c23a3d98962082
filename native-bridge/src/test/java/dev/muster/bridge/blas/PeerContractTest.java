package dev.muster.bridge.blas;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.contract.Require;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** The contract for a library as it is shipped, on one thread and on two. */
abstract class PeerContractTest extends KernelContract {
  private static final MatMul ANY = new MatMul(DType.F32, 1, 1, 1);

  abstract Kernel kernel();

  @BeforeEach
  void libraryIsHere() {
    if (kernel().supports(ANY) instanceof Support.No no) {
      Require.missing(kernel().name(), no.reason());
    }
  }

  @Override
  protected Stream<Subject> subjects() {
    return Stream.of(
        new Subject("one thread", kernel()), new Subject("two threads", kernel().withThreads(2)));
  }
}
