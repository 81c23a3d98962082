package dev.muster.kernels.roofline;

import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ProblemText;
import dev.muster.kernels.problem.ProblemType;
import dev.muster.kernels.problem.Rounding;
import dev.muster.kernels.tensor.DType;

/** STREAM triad, a ← b + {@value #SCALAR}·c: three words and two operations per element. */
public final class StreamTriad extends Stream {
  /** STREAM's own choice. */
  public static final float SCALAR = 3;

  private final DType dtype;
  private final long count;

  public StreamTriad(DType dtype, long count) {
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
    return 2;
  }

  @Override
  String loop() {
    return "triad";
  }

  @Override
  public double flops() {
    return 2.0 * count;
  }

  @Override
  double expected(double[] inputs) {
    return inputs[0] + SCALAR * inputs[1];
  }

  @Override
  double bound(double[] inputs) {
    double magnitude = Math.abs(inputs[0]) + SCALAR * Math.abs(inputs[1]);
    return Rounding.bound(2, magnitude, dtype);
  }

  /** Reads {@code triad:f32:256MiB}; the size is that of one vector. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "triad";
    }

    @Override
    public String form() {
      return "triad:f32:256MiB";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2);
      DType dtype = DType.parseOfArithmetic(text.fields().get(0));
      return new StreamTriad(dtype, text.elements(1, dtype));
    }
  }
}
