package dev.muster.suites.broken;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Matrix;

/** A reduction whose first element is off by one. */
public final class WrongReduce implements Kernel {

  @Override
  public String name() {
    return "wrong-sum";
  }

  @Override
  public Class<? extends Problem> computes() {
    return ReduceLocal.class;
  }

  @Override
  public Support supports(Problem problem) {
    return Support.yes();
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ReduceLocal reduce = (ReduceLocal) problem;
    return new Bound(reduce, operands.input(0), operands.input(1), operands.output(0));
  }

  private record Bound(ReduceLocal problem, Matrix x, Matrix y, Matrix out) implements BoundKernel {
    @Override
    public void run() {
      for (long i = 0; i < out.cols(); i++) {
        out.set(0, i, problem.op().combine(x.get(0, i), y.get(0, i)) + (i == 0 ? 1 : 0));
      }
    }

    @Override
    public String description() {
      return "wrong by one";
    }
  }
}
