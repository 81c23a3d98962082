package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
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
    return MatMulOperands.anyProduct(problem);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MatMul matMul = (MatMul) problem;
    MatMulOperands.check(matMul, operands);
    View a = View.of(operands.input(0), matMul.trans().ofA());
    View b = View.of(operands.input(1), matMul.trans().ofB());
    View c = View.of(operands.output(0), false);
    return switch (matMul.dtype()) {
      case F32, F16, BF16 -> new OfFloats(matMul, a, b, c);
      case F64 -> new OfDoubles(matMul, a, b, c);
      case I32, I64 -> throw matMul.dtype().noArithmetic();
    };
  }

  /** A matrix, or its transpose: element (i, j) is {@code i·rowStep + j·colStep} elements in. */
  private record View(Matrix matrix, long rowStep, long colStep) {

    static View of(Matrix matrix, boolean transposed) {
      return transposed
          ? new View(matrix, 1, matrix.stride())
          : new View(matrix, matrix.stride(), 1);
    }

    float getFloat(long row, long col) {
      long index = row * rowStep + col * colStep;
      return matrix.dtype() == DType.F32
          ? matrix.segment().getAtIndex(ValueLayout.JAVA_FLOAT, index)
          : (float) matrix.dtype().get(matrix.segment(), index);
    }

    double getDouble(long row, long col) {
      return matrix.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, row * rowStep + col * colStep);
    }
  }

  private record OfFloats(MatMul problem, View a, View b, View c) implements BoundKernel {

    @Override
    public void run() {
      float alpha = (float) problem.alpha();
      float beta = (float) problem.beta();
      for (int row = 0; row < problem.m(); row++) {
        for (int col = 0; col < problem.n(); col++) {
          float before = beta == 0 ? 0 : beta * c.getFloat(row, col);
          c.matrix.set(row, col, alpha * dot(row, col) + before);
        }
      }
    }

    private float dot(int row, int col) {
      float sum = 0;
      for (int p = 0; p < problem.k(); p++) {
        sum += a.getFloat(row, p) * b.getFloat(p, col);
      }
      return sum;
    }

    @Override
    public String description() {
      return "scalar %s, sums in f32, one element of C at a time".formatted(problem.dtype());
    }
  }

  private record OfDoubles(MatMul problem, View a, View b, View c) implements BoundKernel {

    @Override
    public void run() {
      for (int row = 0; row < problem.m(); row++) {
        for (int col = 0; col < problem.n(); col++) {
          double before = problem.beta() == 0 ? 0 : problem.beta() * c.getDouble(row, col);
          c.matrix.set(row, col, problem.alpha() * dot(row, col) + before);
        }
      }
    }

    private double dot(int row, int col) {
      double sum = 0;
      for (int p = 0; p < problem.k(); p++) {
        sum += a.getDouble(row, p) * b.getDouble(p, col);
      }
      return sum;
    }

    @Override
    public String description() {
      return "scalar f64, one element of C at a time";
    }
  }
}
