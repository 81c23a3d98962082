package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.ValueLayout;

/** out ← x + y, one element after the other: the specification. */
public final class ScalarReduce implements Kernel {

  @Override
  public String name() {
    return "scalar";
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
    return new Bound(operands.input(0), operands.input(1), operands.output(0));
  }

  private record Bound(Matrix x, Matrix y, Matrix out) implements BoundKernel {
    @Override
    public void run() {
      for (long i = 0; i < out.cols(); i++) {
        float sum =
            x.segment().getAtIndex(ValueLayout.JAVA_FLOAT, i)
                + y.segment().getAtIndex(ValueLayout.JAVA_FLOAT, i);
        out.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, sum);
      }
    }

    @Override
    public String description() {
      return "scalar f32, one element at a time";
    }
  }
}
