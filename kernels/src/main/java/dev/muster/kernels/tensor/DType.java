package dev.muster.kernels.tensor;

import dev.muster.kernels.problem.BadInputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An element type, as it lies in memory.
 *
 * <p>Values cross this interface as {@code double}: it serves filling, references and checks, never
 * a timed loop.
 */
public enum DType {
  F32("f32", Float.BYTES, 24) {
    @Override
    public double get(MemorySegment segment, long index) {
      return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
    }

    @Override
    public void set(MemorySegment segment, long index, double[] values, int count) {
      for (int i = 0; i < count; i++) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, index + i, (float) values[i]);
      }
    }

    @Override
    public double round(double value) {
      return (float) value;
    }

    @Override
    public double leastPositive() {
      return Float.MIN_VALUE;
    }
  },
  F64("f64", Double.BYTES, 53) {
    @Override
    public double get(MemorySegment segment, long index) {
      return segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    }

    @Override
    public void set(MemorySegment segment, long index, double[] values, int count) {
      MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_DOUBLE, index * Double.BYTES, count);
    }

    @Override
    public double round(double value) {
      return value;
    }

    @Override
    public double leastPositive() {
      return Double.MIN_VALUE;
    }
  },
  /** binary16 of IEEE 754: computed in f32, and rounded to f16. */
  F16("f16", Short.BYTES, 11) {
    @Override
    public double get(MemorySegment segment, long index) {
      return Float.float16ToFloat(segment.getAtIndex(ValueLayout.JAVA_SHORT, index));
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_SHORT, index, Halves.f16(value));
    }

    @Override
    public double round(double value) {
      return Float.float16ToFloat(Halves.f16(value));
    }

    @Override
    public double leastPositive() {
      return 0x1p-24;
    }
  },
  /** The upper half of an f32: computed in f32, and rounded to bf16. */
  BF16("bf16", Short.BYTES, 8) {
    @Override
    public double get(MemorySegment segment, long index) {
      return Halves.fromBf16(segment.getAtIndex(ValueLayout.JAVA_SHORT, index));
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_SHORT, index, Halves.bf16(value));
    }

    @Override
    public double round(double value) {
      return Halves.fromBf16(Halves.bf16(value));
    }

    @Override
    public double leastPositive() {
      return 0x1p-133;
    }
  },
  /** For collectives. */
  I32("i32", Integer.BYTES, 31) {
    @Override
    public double get(MemorySegment segment, long index) {
      return segment.getAtIndex(ValueLayout.JAVA_INT, index);
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_INT, index, (int) value);
    }

    @Override
    public double round(double value) {
      return (int) value;
    }

    @Override
    public double leastPositive() {
      return 1;
    }
  },
  /** For collectives; beyond 2⁵³ not every value crosses this interface. */
  I64("i64", Long.BYTES, 53) {
    @Override
    public double get(MemorySegment segment, long index) {
      return segment.getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_LONG, index, (long) value);
    }

    @Override
    public double round(double value) {
      return (long) value;
    }

    @Override
    public double leastPositive() {
      return 1;
    }
  };

  private final String text;
  private final int bytes;
  private final int significandBits;

  DType(String text, int bytes, int significandBits) {
    this.text = text;
    this.bytes = bytes;
    this.significandBits = significandBits;
  }

  /** Reads element {@code index} of a segment. */
  public abstract double get(MemorySegment segment, long index);

  /** Writes element {@code index} of a segment, rounded to this type. */
  public abstract void set(MemorySegment segment, long index, double value);

  /** Writes {@code count} elements from {@code index} on, rounded to this type. */
  public void set(MemorySegment segment, long index, double[] values, int count) {
    for (int i = 0; i < count; i++) {
      set(segment, index + i, values[i]);
    }
  }

  /** The value of this type that is nearest to {@code value}; whole numbers towards zero. */
  public abstract double round(double value);

  /** The smallest positive (subnormal) value: the absolute error of one underflow. */
  public abstract double leastPositive();

  /** Those of products. */
  public static List<DType> ofProducts() {
    return List.of(F32, F64, F16, BF16);
  }

  /** Those that every processor multiplies and adds as they are: of ceilings, and of kernels. */
  public static List<DType> ofArithmetic() {
    return List.of(F32, F64);
  }

  /** Whether there are products of it. */
  public boolean hasProducts() {
    return ofProducts().contains(this);
  }

  /** Whether it is multiplied and added as it is. */
  public boolean hasArithmetic() {
    return ofArithmetic().contains(this);
  }

  /** For code that multiplies: whoever asked did not ask {@code supports} first. */
  public IllegalArgumentException noArithmetic() {
    return new IllegalArgumentException("dtype %s; this is for %s".formatted(this, ofArithmetic()));
  }

  /** Whether two of them lie in 32 bits, so that arithmetic is done in f32. */
  public boolean isHalf() {
    return this == F16 || this == BF16;
  }

  /** What sums of products of it are kept in, until one rounding to it at the end. */
  public DType sums() {
    return isHalf() ? F32 : this;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** Unit roundoff u = 2^-p for p significand bits, as in Higham's error bounds. */
  public double unitRoundoff() {
    return Math.scalb(1.0, -significandBits);
  }

  /** The largest n such that every integer in [-n, n] is a value of this type: 2^p. */
  public double largestExactInteger() {
    return Math.scalb(1.0, significandBits);
  }

  /**
   * The type with this text form.
   *
   * @throws BadInputException naming the legal values
   */
  public static DType parse(String text) {
    return parse(text, List.of(values()));
  }

  /**
   * The type with this text form, for products.
   *
   * @throws BadInputException naming the legal values
   */
  public static DType parseOfProduct(String text) {
    return parse(text, ofProducts());
  }

  /**
   * The type with this text form, for what is multiplied and added as it is.
   *
   * @throws BadInputException naming the legal values
   */
  public static DType parseOfArithmetic(String text) {
    return parse(text, ofArithmetic());
  }

  /**
   * The type with this text form, if it is one of these.
   *
   * @throws BadInputException naming them
   */
  public static DType parse(String text, List<DType> legal) {
    return legal.stream()
        .filter(dtype -> dtype.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown dtype '%s'; legal: %s"
                        .formatted(
                            text,
                            legal.stream()
                                .map(DType::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return text;
  }
}
