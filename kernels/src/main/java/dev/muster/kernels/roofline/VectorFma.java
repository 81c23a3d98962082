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

  /** The lanes that this core has in hardware: the problem that finds its peak. */
  public static int preferredLanes() {
    return VectorBits.preferred() / Float.SIZE;
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
    return peak.dtype() == DType.F32 && VectorBits.LEGAL.contains(peak.lanes() * Float.SIZE)
        ? Support.yes()
        : Support.no(
            "%s with %d lanes; this kernel has f32 with 4, 8 or 16 lanes"
                .formatted(peak.dtype(), peak.lanes()));
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    int bits = ((FmaPeak) problem).lanes() * Float.SIZE;
    FmaLoop loop = PerWidth.copy(MethodHandles.lookup(), VectorFmaLoop.class, FmaLoop.class, bits);
    return new Bound(loop, operands.input(0), operands.output(0), bits);
  }

  private static final class Bound implements BoundKernel {
    private final FmaLoop loop;
    private final Matrix coefficients;
    private final Matrix out;
    private final int bits;
    private final float[] chains = new float[FmaPeak.CHAINS * FmaPeak.LANES_MAX];

    Bound(FmaLoop loop, Matrix coefficients, Matrix out, int bits) {
      this.loop = loop;
      this.coefficients = coefficients;
      this.out = out;
      this.bits = bits;
    }

    @Override
    public void run() {
      loop.run((float) coefficients.get(0, 0), (float) coefficients.get(0, 1), chains);
    }

    @Override
    public void store() {
      for (int chain = 0; chain < FmaPeak.CHAINS; chain++) {
        for (int lane = 0; lane < bits / Float.SIZE; lane++) {
          out.set(chain, lane, chains[chain * FmaPeak.LANES_MAX + lane]);
        }
      }
    }

    @Override
    public String description() {
      return "%d chains of f32 vectors of %d bits".formatted(FmaPeak.CHAINS, bits);
    }
  }
}
