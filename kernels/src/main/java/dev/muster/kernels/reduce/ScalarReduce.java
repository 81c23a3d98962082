package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Matrix;

/** out ← x ⊕ y, one element after the other: the specification. */
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
    return ReduceOperands.anyReduction(problem);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ReduceLocal reduce = (ReduceLocal) problem;
    ReduceOperands.check(reduce, operands);
    return new Bound(reduce, operands.input(0), operands.input(1), operands.output(0));
  }

  private record Bound(ReduceLocal problem, Matrix x, Matrix y, Matrix out) implements BoundKernel {
    /** A double holds every sum and product of two f32 before it is rounded to f32 once. */
    @Override
    public void run() {
      for (long i = 0; i < out.cols(); i++) {
        out.set(0, i, problem.op().combine(x.get(0, i), y.get(0, i)));
      }
    }

    @Override
    public String description() {
      return "scalar %s of %s, one element at a time".formatted(problem.op(), problem.dtype());
    }
  }
}
