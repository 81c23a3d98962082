package dev.muster.kernels.roofline;

import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ProblemText;
import dev.muster.kernels.problem.ProblemType;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/**
 * out ← 1, one element: nothing but the time that it takes to have a device start and to know that
 * it is done.
 *
 * <p>Operands: no input; output of 1 element.
 */
public record Launch(DType dtype) implements Ceiling {
  @Override
  public String text() {
    return "launch:" + dtype;
  }

  @Override
  public double flops() {
    return 0;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public long operandBytes(int ranks) {
    return dtype.bytes();
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(List.of(), List.of(Buffers.vector(allocator, dtype, 1)));
  }

  @Override
  public void fill(Operands operands, Fill fill) {
    Fill.POISON.fill(operands.output(0), 0, 0);
  }

  @Override
  public Fill exactFill(int ranks) {
    return Fill.exact(dtype, 1);
  }

  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Matrix out = operands.output(0);
    return new Verdict.Builder().compare("out", 0, 0, 1, out.get(0, 0), 0).build();
  }

  /** Reads {@code launch:f32}. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "launch";
    }

    @Override
    public String form() {
      return "launch:f32";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 1);
      return new Launch(DType.parseOfArithmetic(text.fields().get(0)));
    }
  }
}
