package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.Require;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beside the contract, which looks at every kernel of a device that is there. */
class ClBlastMatMulTest {
  private static final MatMul SMALL = new MatMul(DType.F32, 4, 5, 6);
  private Kernel clblast;

  @BeforeEach
  void findLibrary() {
    OpenClHere.requireAny();
    clblast = OpenCl.device(0).kernels().find("clblast", SMALL);
    if (clblast.supports(SMALL) instanceof Support.No no) {
      Require.missing("clblast", no.reason());
    }
  }

  @Test
  void theResultSaysWhichFileComputed() {
    try (Arena arena = Arena.ofShared();
        BoundKernel bound = clblast.bind(SMALL, SMALL.allocate(arena, 1))) {
      assertTrue(
          bound.description().matches("CLBlast as shipped, /.*libclblast.* on .*"),
          bound.description());
    }
  }

  @Test
  void aProductOfNothingIsUnsupportedWithAReason() {
    Support.No no =
        assertInstanceOf(Support.No.class, clblast.supports(new MatMul(DType.F32, 4, 0, 6)));
    assertTrue(no.reason().contains("nothing in them"), no.reason());
  }
}
