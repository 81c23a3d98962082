package dev.muster.kernels.roofline;

import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ProblemText;
import dev.muster.kernels.problem.ProblemType;
import dev.muster.kernels.tensor.DType;

/** STREAM copy, c ← a: two words per element. */
public final class StreamCopy extends Stream {
  private final DType dtype;
  private final long count;

  public StreamCopy(DType dtype, long count) {
    this.dtype = dtype;
    this.count = count;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  long count() {
    return count;
  }

  @Override
  int inputCount() {
    return 1;
  }

  @Override
  String loop() {
    return "copy";
  }

  @Override
  public double flops() {
    return 0;
  }

  @Override
  double expected(double[] inputs) {
    return inputs[0];
  }

  @Override
  double bound(double[] inputs) {
    return 0;
  }

  /** Reads {@code copy:f32:256MiB}; the size is that of one vector. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "copy";
    }

    @Override
    public String form() {
      return "copy:f32:256MiB";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2);
      DType dtype = DType.parseOfArithmetic(text.fields().get(0));
      return new StreamCopy(dtype, text.elements(1, dtype));
    }
  }
}
