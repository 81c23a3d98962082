package dev.muster.kernels.roofline;

import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ProblemText;
import dev.muster.kernels.problem.ProblemType;
import dev.muster.kernels.tensor.DType;
import java.util.Locale;

/**
 * out ← a between the memory of the host and that of a device, or within the latter: what the link
 * and the copy engine give. Bytes count once, as those that go over a link.
 */
public final class Transfer extends Stream {
  private final Way way;
  private final DType dtype;
  private final long count;

  /** From where to where. */
  public enum Way {
    /** From host to device. */
    TO_DEVICE,
    /** From device to host. */
    FROM_DEVICE,
    /** From one place of a device's memory to another, by its copy engine. */
    ON_DEVICE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Transfer(Way way, DType dtype, long count) {
    this.way = way;
    this.dtype = dtype;
    this.count = count;
  }

  public Way way() {
    return way;
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
    return way.toString();
  }

  @Override
  public double flops() {
    return 0;
  }

  @Override
  public long bytes() {
    return vectorBytes();
  }

  @Override
  public long operandBytes(int ranks) {
    return Math.multiplyExact(2L * ranks, vectorBytes());
  }

  @Override
  double expected(double[] inputs) {
    return inputs[0];
  }

  @Override
  double bound(double[] inputs) {
    return 0;
  }

  /** Reads {@code to-device:f32:64MiB}; the size is that of what is moved. */
  public static final class ToDevice extends Type {
    public ToDevice() {
      super(Way.TO_DEVICE);
    }
  }

  /** Reads {@code from-device:f32:64MiB}. */
  public static final class FromDevice extends Type {
    public FromDevice() {
      super(Way.FROM_DEVICE);
    }
  }

  /** Reads {@code on-device:f32:64MiB}. */
  public static final class OnDevice extends Type {
    public OnDevice() {
      super(Way.ON_DEVICE);
    }
  }

  abstract static class Type implements ProblemType {
    private final Way way;

    Type(Way way) {
      this.way = way;
    }

    @Override
    public String name() {
      return way.toString();
    }

    @Override
    public String form() {
      return way + ":f32:64MiB";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2);
      DType dtype = DType.parse(text.fields().get(0));
      return new Transfer(way, dtype, text.elements(1, dtype));
    }
  }
}
