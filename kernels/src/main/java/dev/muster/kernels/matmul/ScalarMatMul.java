package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The definition of a product, one element of C after the other: the specification. */
public final class ScalarMatMul implements Kernel {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Class<? extends Problem> computes() {
    return MatMul.class;
  }

  @Override
  public Support supports(Problem problem) {
    return MatMulOperands.f32Only(problem);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MatMul matMul = (MatMul) problem;
    MatMulOperands.check(matMul, operands);
    return new Bound(matMul, operands.input(0), operands.input(1), operands.output(0));
  }

  private record Bound(MatMul problem, Matrix a, Matrix b, Matrix c) implements BoundKernel {

    @Override
    public void run() {
      for (int row = 0; row < problem.m(); row++) {
        for (int col = 0; col < problem.n(); col++) {
          float product = (float) problem.alpha() * dot(row, col);
          long index = row * c.stride() + col;
          float before =
              problem.beta() == 0
                  ? 0
                  : (float) problem.beta() * c.segment().getAtIndex(ValueLayout.JAVA_FLOAT, index);
          c.segment().setAtIndex(ValueLayout.JAVA_FLOAT, index, product + before);
        }
      }
    }

    private float dot(int row, int col) {
      MemorySegment aData = a.segment();
      MemorySegment bData = b.segment();
      float sum = 0;
      for (int p = 0; p < problem.k(); p++) {
        sum +=
            aData.getAtIndex(ValueLayout.JAVA_FLOAT, row * a.stride() + p)
                * bData.getAtIndex(ValueLayout.JAVA_FLOAT, p * b.stride() + col);
      }
      return sum;
    }

    @Override
    public String description() {
      return "scalar " + DType.F32 + ", one element of C at a time";
    }
  }
}
