package dev.muster.kernels.roofline;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.kernels.vector.PerWidth;
import dev.muster.kernels.vector.VectorBits;
import java.lang.invoke.MethodHandles;

/** The chains of {@link FmaPeak}, one vector register each. */
public final class VectorFma implements Kernel {

  /** The problem that finds the peak of this core: vectors as it has them in hardware. */
  public static FmaPeak problem(DType dtype) {
    return new FmaPeak(dtype, VectorBits.preferred() / Byte.SIZE / dtype.bytes());
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Class<? extends Problem> computes() {
    return FmaPeak.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof FmaPeak peak)) {
      return Support.no("computes fma only");
    }
    if (!peak.dtype().hasArithmetic()) {
      return Support.no("dtype %s; this kernel has f32 and f64".formatted(peak.dtype()));
    }
    if (peak.items() != 1) {
      return Support.no("%d work-items; a core is one".formatted(peak.items()));
    }
    return VectorBits.LEGAL.contains(bits(peak))
        ? Support.yes()
        : Support.no(
            "%s with %d lanes; this kernel has vectors of 128, 256 and 512 bits"
                .formatted(peak.dtype(), peak.lanes()));
  }

  private static int bits(FmaPeak peak) {
    return peak.lanes() * peak.dtype().bytes() * Byte.SIZE;
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    FmaPeak peak = (FmaPeak) problem;
    Class<? extends FmaLoop> template =
        switch (peak.dtype()) {
          case F32 -> VectorFmaLoop.class;
          case F64 -> VectorDoubleFmaLoop.class;
          case F16, BF16, I32, I64 -> throw peak.dtype().noArithmetic();
        };
    FmaLoop loop = PerWidth.copy(MethodHandles.lookup(), template, FmaLoop.class, bits(peak));
    return new Bound(loop, operands.input(0), operands.output(0), peak);
  }

  private record Bound(FmaLoop loop, Matrix coefficients, Matrix out, FmaPeak peak)
      implements BoundKernel {

    @Override
    public void run() {
      loop.run(
          coefficients.get(0, 0),
          coefficients.get(0, 1),
          out.segment(),
          out.stride() * out.dtype().bytes());
    }

    @Override
    public String description() {
      return "%d chains of %s vectors of %d bits"
          .formatted(FmaPeak.CHAINS, peak.dtype(), bits(peak));
    }
  }
}
