package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How the elements of several ranks become one; names as in MPI and NCCL. */
public enum ReduceOp {
  SUM("sum") {
    @Override
    public double combine(double x, double y) {
      return x + y;
    }
  },
  PROD("prod") {
    @Override
    public double combine(double x, double y) {
      return x * y;
    }
  },
  /** NaN where one of the two is; −0 is less than +0. */
  MIN("min") {
    @Override
    public double combine(double x, double y) {
      return Math.min(x, y);
    }
  },
  /** NaN where one of the two is; +0 is more than −0. */
  MAX("max") {
    @Override
    public double combine(double x, double y) {
      return Math.max(x, y);
    }
  },
  /** The mean over ranks: a sum that is divided once, towards zero between whole numbers. */
  AVG("avg") {
    @Override
    public double combine(double x, double y) {
      return x + y;
    }
  };

  private final String text;

  ReduceOp(String text) {
    this.text = text;
  }

  /** x ⊕ y, for references and checks. */
  public abstract double combine(double x, double y);

  /** What combines two operands on the way to the answer: itself, for all but the mean. */
  public ReduceOp pairwise() {
    return this == AVG ? SUM : this;
  }

  /** Whether the answer is one of the operands, so that nothing is ever rounded. */
  public boolean selects() {
    return this == MIN || this == MAX;
  }

  /**
   * What many terms come to.
   *
   * @param value the exact answer, rounded to the type
   * @param bound how far from it an answer may be
   */
  public record Reference(double value, double bound) {}

  /**
   * All terms combined, for whatever order a kernel takes: n − 1 roundings, of partial results that
   * no order makes larger than the sum, or the product, of all magnitudes; one more for the mean.
   *
   * @param terms values of {@code dtype}, at least one
   */
  public Reference reference(DType dtype, double[] terms) {
    double value = terms[0];
    double magnitude = Math.abs(terms[0]);
    boolean integers = terms[0] == Math.rint(terms[0]);
    for (int i = 1; i < terms.length; i++) {
      value = combine(value, terms[i]);
      magnitude = combine(magnitude, Math.abs(terms[i]));
      integers &= terms[i] == Math.rint(terms[i]);
    }
    boolean exact = selects() || (integers && magnitude <= dtype.largestExactInteger());
    boolean alone = terms.length == 1;
    int divisor = this == AVG ? terms.length : 1;
    int roundings = this == AVG ? terms.length + 1 : terms.length;
    return new Reference(
        dtype.round(value / divisor),
        exact || alone ? 0 : Rounding.bound(roundings, Math.abs(magnitude) / divisor, dtype));
  }

  /** Operands whose answer is exact in any order; see {@link Fill#exact}. */
  public Fill exactFill(DType dtype, int terms) {
    Fill integers = Fill.exact(dtype, terms);
    return this == PROD
        ? (seed, operand, index) -> integers.at(seed, operand, index) < 0 ? -1 : 1
        : integers;
  }

  /**
   * The operation with this text form.
   *
   * @throws BadInputException naming the legal values
   */
  public static ReduceOp parse(String text) {
    return Arrays.stream(values())
        .filter(op -> op.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown operation '%s'; legal: %s".formatted(text, names(List.of(values())))));
  }

  /** Those that combine two operands. */
  public static List<ReduceOp> ofTwo() {
    return Arrays.stream(values()).filter(op -> op == op.pairwise()).toList();
  }

  /** The words of these, with commas between. */
  static String names(List<ReduceOp> ops) {
    return ops.stream().map(ReduceOp::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return text;
  }
}
