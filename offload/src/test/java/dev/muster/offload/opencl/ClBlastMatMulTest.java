package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.Require;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
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

  /** In f64, since CLBlast does not go back to what it was shipped with. */
  @Test
  void itComputesWithWhatItsTunerFound() {
    String parameters =
        "GEMMK=0 KREG=1 KWG=32 KWI=2 MDIMA=8 MDIMC=8 MWG=16 NDIMB=8 NDIMC=8 NWG=16 SA=1 SB=1"
            + " STRM=0 STRN=0 VWM=1 VWN=1";
    MatMul large = new MatMul(DType.F64, 530, 520, 510);
    Kernel tuned = OpenCl.device(0).kernels().find("clblast:" + parameters, large);
    try (Arena arena = Arena.ofShared()) {
      Operands operands = large.allocate(arena, 1);
      large.fill(operands, Fill.uniform());
      try (BoundKernel bound = tuned.bind(large, operands)) {
        bound.load();
        bound.run();
        bound.store();
        assertTrue(
            bound.description().startsWith("CLBlast with " + parameters + ", "),
            bound.description());
      }
      assertTrue(large.judge(operands, Fill.uniform()).correct());
    }
  }

  @Test
  void someOfItsParametersAreTooFew() {
    MatMul product = new MatMul(DType.F64, 4, 5, 6);
    Kernel tuned = OpenCl.device(0).kernels().find("clblast:KWG=32", product);
    try (Arena arena = Arena.ofShared()) {
      Operands operands = product.allocate(arena, 1);
      OpenClException error =
          assertThrows(OpenClException.class, () -> tuned.bind(product, operands).close());
      assertTrue(
          error.getMessage().startsWith("CLBlast takes no 'KWG=32' for its kernel Xgemm: status "),
          error.getMessage());
    }
  }

  @Test
  void whatIsNoParameterIsAnsweredWithWhereTheyComeFrom() {
    BadInputException error =
        assertThrows(
            BadInputException.class,
            () -> OpenCl.device(0).kernels().find("clblast:KWG=32 best", SMALL));
    assertTrue(
        error.getMessage().startsWith("bad parameter 'best' of kernel 'clblast'; legal: what"),
        error.getMessage());
  }

  @Test
  void aProductOfNothingIsUnsupportedWithAReason() {
    Support.No no =
        assertInstanceOf(Support.No.class, clblast.supports(new MatMul(DType.F32, 4, 0, 6)));
    assertTrue(no.reason().contains("nothing in them"), no.reason());
  }
}
