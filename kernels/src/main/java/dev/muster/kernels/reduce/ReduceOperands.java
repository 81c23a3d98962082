package dev.muster.kernels.reduce;

import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;

/** What every reduce kernel asks of its problem and operands before it binds. */
public final class ReduceOperands {
  private ReduceOperands() {}

  /** Yes for every operation and type of reduce-local. */
  public static Support anyReduction(Problem problem) {
    return problem instanceof ReduceLocal
        ? Support.yes()
        : Support.no("computes reduce-local only");
  }

  /** Yes for sums of f32, all that the kernel in CONTRIBUTING does; else what there is. */
  public static Support f32SumOnly(Problem problem) {
    if (!(problem instanceof ReduceLocal reduce)) {
      return Support.no("computes reduce-local only");
    }
    return reduce.dtype() == DType.F32 && reduce.op() == ReduceOp.SUM
        ? Support.yes()
        : Support.no(
            "%s of %s; this kernel computes sum of f32".formatted(reduce.op(), reduce.dtype()));
  }

  /**
   * Refuses operands that do not fit the problem, before anything is written.
   *
   * @throws IllegalArgumentException naming the operand
   */
  public static void check(ReduceLocal problem, Operands operands) {
    check("x", operands.input(0), problem);
    check("y", operands.input(1), problem);
    check("out", operands.output(0), problem);
  }

  private static void check(String name, Matrix vector, ReduceLocal problem) {
    if (!vector.segment().isNative()) {
      throw new IllegalArgumentException(name + " is on the heap; operands are native memory");
    }
    if (vector.dtype() != problem.dtype()
        || vector.rows() != 1
        || vector.cols() != problem.count()) {
      throw new IllegalArgumentException(
          "%s is %s %dx%d, the problem needs %s 1x%d"
              .formatted(
                  name,
                  vector.dtype(),
                  vector.rows(),
                  vector.cols(),
                  problem.dtype(),
                  problem.count()));
    }
  }
}
