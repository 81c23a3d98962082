package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.kernels.vector.PerWidth;
import dev.muster.kernels.vector.VectorBits;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * out ← x + y with one vector of each per step; limited by memory from the last-level cache on.
 *
 * <p>Name on the repeat line: {@code vector}, or {@code vector:BITS} to force a width. A tile
 * behind it is for the product that the same word names, and means nothing here.
 */
public final class VectorReduce implements Kernel {
  private final int bits;

  /** With the widest vectors of this core. */
  public VectorReduce() {
    this(VectorBits.preferred());
  }

  public VectorReduce(int bits) {
    this.bits = bits;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Kernel with(List<String> settings) {
    return settings.isEmpty() ? this : new VectorReduce(VectorBits.parse(settings.getFirst()));
  }

  @Override
  public Class<? extends Problem> computes() {
    return ReduceLocal.class;
  }

  @Override
  public Support supports(Problem problem) {
    return ReduceOperands.f32SumOnly(problem);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ReduceOperands.check((ReduceLocal) problem, operands);
    SumLoop loop =
        bits == VectorBits.preferred()
            ? new VectorSumLoop()
            : PerWidth.copy(MethodHandles.lookup(), VectorSumLoop.class, SumLoop.class, bits);
    return new Bound(loop, operands.input(0), operands.input(1), operands.output(0), bits);
  }

  private record Bound(SumLoop loop, Matrix x, Matrix y, Matrix out, int bits)
      implements BoundKernel {
    @Override
    public void run() {
      loop.sum(x.segment(), y.segment(), out.segment(), out.cols());
    }

    @Override
    public String description() {
      return "f32 vectors of %d bits".formatted(bits);
    }
  }
}
