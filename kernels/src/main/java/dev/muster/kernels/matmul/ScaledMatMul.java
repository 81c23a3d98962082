package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;

/** C ← β·C: what remains of a product whose sums have no terms. */
record ScaledMatMul(Scaling scaling) implements BoundKernel {

  static ScaledMatMul of(MatMul problem, Operands operands) {
    return new ScaledMatMul(new Scaling(problem.beta(), operands.output(0)));
  }

  @Override
  public void run() {
    scaling.scale();
  }

  @Override
  public String description() {
    return "sums without terms: C is scaled";
  }
}
