package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * C ← α·op(A)·op(B) + β·C for op(A) of M×K, op(B) of K×N and C of M×N, row-major.
 *
 * <p>Sums of f16 and bf16 are of f32, and are rounded once, when α and β are done.
 *
 * <p>op(X) is X, or Xᵀ where {@code trans} says so: A is then stored as K×M, B as N×K. Operands:
 * inputs A, B; output C. With β = 0, C is only written: what it held before, NaN included, must not
 * show. With K = 0 the product is the zero matrix.
 *
 * @param dtype type of all three operands
 * @param m rows of op(A) and C
 * @param n columns of op(B) and C
 * @param k columns of op(A), rows of op(B)
 * @param trans which of A and B is stored transposed
 * @param alpha α
 * @param beta β
 * @param seed decides the values of the operands
 */
public record MatMul(
    DType dtype, int m, int n, int k, Transposition trans, double alpha, double beta, long seed)
    implements Problem {

  private static final int SAMPLE_COUNT = 400;
  private static final double SMALL_INTEGER_MAX = 64;

  /** Rows of C for which a row of B is read once. */
  private static final int REFERENCE_ROWS = 32;

  /** Up to this many products the reference is computed in full, else by a random vector. */
  private static final double FULL_REFERENCE_PRODUCTS_MAX = 1 << 25;

  public MatMul {
    if (m < 0 || n < 0 || k < 0) {
      throw new IllegalArgumentException("negative shape %dx%dx%d".formatted(m, n, k));
    }
  }

  /** C ← α·A·B + β·C. */
  public MatMul(DType dtype, int m, int n, int k, double alpha, double beta, long seed) {
    this(dtype, m, n, k, Transposition.NN, alpha, beta, seed);
  }

  /** C ← A·B with the default seed. */
  public MatMul(DType dtype, int m, int n, int k) {
    this(dtype, m, n, k, 1, 0, ProblemText.DEFAULT_SEED);
  }

  public MatMul withBeta(double newBeta) {
    return new MatMul(dtype, m, n, k, trans, alpha, newBeta, seed);
  }

  public MatMul withTrans(Transposition newTrans) {
    return new MatMul(dtype, m, n, k, newTrans, alpha, beta, seed);
  }

  public MatMul withType(DType newType) {
    return new MatMul(newType, m, n, k, trans, alpha, beta, seed);
  }

  public MatMul withShape(int newM, int newN, int newK) {
    return new MatMul(dtype, newM, newN, newK, trans, alpha, beta, seed);
  }

  @Override
  public String text() {
    return "matmul:%s:%dx%dx%d".formatted(dtype, m, n, k)
        + (trans == Transposition.NN ? "" : ":trans=" + trans)
        + (alpha == 1 ? "" : ":alpha=" + alpha)
        + (beta == 0 ? "" : ":beta=" + beta)
        + ProblemText.seedSuffix(seed);
  }

  /** 2·M·N·K. */
  @Override
  public double flops() {
    return 2.0 * m * n * k;
  }

  @Override
  public long bytes() {
    long c = (long) m * n * (beta == 0 ? 1 : 2);
    return ((long) m * k + (long) k * n + c) * dtype.bytes();
  }

  @Override
  public long operandBytes(int ranks) {
    long elements = Math.addExact(Math.addExact((long) m * k, (long) k * n), (long) m * n);
    return Math.multiplyExact(elements, dtype.bytes());
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(
        List.of(
            trans.ofA()
                ? Buffers.matrix(allocator, dtype, k, m)
                : Buffers.matrix(allocator, dtype, m, k),
            trans.ofB()
                ? Buffers.matrix(allocator, dtype, n, k)
                : Buffers.matrix(allocator, dtype, k, n)),
        List.of(Buffers.matrix(allocator, dtype, m, n)));
  }

  @Override
  public void fill(Operands operands, Fill fill) {
    fill.fill(operands.input(0), seed, 0);
    fill.fill(operands.input(1), seed, 1);
    fillC(operands.output(0), fill);
  }

  /** Gives C the value that it has before a run: a fill where it is read, NaN where it is not. */
  public void fillC(Matrix c, Fill fill) {
    Fill before = beta == 0 ? Fill.POISON : fill;
    before.fill(c, seed, 2);
  }

  @Override
  public Fill exactFill(int ranks) {
    return Fill.exact(dtype, k + 1L);
  }

  /**
   * Componentwise |C − Ĉ| ≤ γ_{k+3}·(|α||A||B| + |β||C|) against a double reference, with γ of the
   * sums, and u·|Ĉ| more where the type is half of theirs; for products too large for that, the
   * same bound on the residual C·t − α·A·(B·t) − β·C₀·t for a random vector t of ±1 (Freivalds
   * 1977). With {@link #exactFill} and α, β in {−1, 0, 1} no rounding happens at all, and the bound
   * is 0.
   */
  @Override
  public Verdict judge(Operands operands, Fill fill) {
    return (double) m * n * k <= FULL_REFERENCE_PRODUCTS_MAX
        ? judgeEachElement(operands, fill)
        : judgeResidual(operands, fill);
  }

  private Verdict judgeEachElement(Operands operands, Fill fill) {
    Verdict.Builder verdict = new Verdict.Builder();
    boolean exact = largestProduct(operands) <= SMALL_INTEGER_MAX;
    double[][] sums = new double[Math.min(m, REFERENCE_ROWS)][n];
    double[][] magnitudes = new double[sums.length][n];
    double[] rowOfB = new double[n];
    for (int first = 0; first < m; first += sums.length) {
      int rows = Math.min(sums.length, m - first);
      for (int row = 0; row < rows; row++) {
        java.util.Arrays.fill(sums[row], 0);
        java.util.Arrays.fill(magnitudes[row], 0);
      }
      for (int p = 0; p < k; p++) {
        for (int col = 0; col < n; col++) {
          rowOfB[col] = b(operands, p, col);
        }
        for (int row = 0; row < rows; row++) {
          addProducts(a(operands, first + row, p), rowOfB, sums[row], magnitudes[row]);
        }
      }
      for (int row = 0; row < rows; row++) {
        compareRow(operands, fill, first + row, sums[row], magnitudes[row], exact, verdict);
      }
    }
    return verdict.build();
  }

  private static void addProducts(double a, double[] b, double[] sum, double[] magnitude) {
    for (int col = 0; col < b.length; col++) {
      double product = a * b[col];
      sum[col] += product;
      magnitude[col] += Math.abs(product);
    }
  }

  private void compareRow(
      Operands operands,
      Fill fill,
      int row,
      double[] sum,
      double[] magnitude,
      boolean exact,
      Verdict.Builder verdict) {
    Matrix c = operands.output(0);
    for (int col = 0; col < n; col++) {
      double before = beta == 0 ? 0 : beta * initialC(fill, row, col);
      double expected = alpha * sum[col] + before;
      double size = Math.abs(alpha) * magnitude[col] + Math.abs(before);
      double bound = bound(exact, size, Math.abs(expected));
      verdict.compare("C", row, col, dtype.round(expected), c.get(row, col), bound);
    }
  }

  private Verdict judgeResidual(Operands operands, Fill fill) {
    Matrix c = operands.output(0);
    SplittableRandom random = new SplittableRandom(~seed);
    double[] t = new double[n];
    for (int col = 0; col < n; col++) {
      t[col] = random.nextBoolean() ? 1 : -1;
    }
    double[] bt = new double[k];
    double[] btMagnitude = new double[k];
    for (int p = 0; p < k; p++) {
      for (int col = 0; col < n; col++) {
        double value = b(operands, p, col);
        bt[p] += value * t[col];
        btMagnitude[p] += Math.abs(value);
      }
    }
    double largest = largestProduct(operands);
    boolean exact = exactWhateverTheOrder(largest);
    Verdict.Builder verdict = new Verdict.Builder();
    for (int row = 0; row < m; row++) {
      double expected = 0;
      double size = 0;
      for (int p = 0; p < k; p++) {
        double value = a(operands, row, p);
        expected += alpha * value * bt[p];
        size += Math.abs(alpha * value) * btMagnitude[p];
      }
      double actual = 0;
      double actualSize = 0;
      for (int col = 0; col < n; col++) {
        actual += c.get(row, col) * t[col];
        actualSize += Math.abs(c.get(row, col));
        if (beta != 0) {
          double before = beta * initialC(fill, row, col);
          expected += before * t[col];
          size += Math.abs(before);
        }
      }
      verdict.compare("C·t", row, 0, expected, actual, exact ? 0 : rounding(size, actualSize));
    }
    compareSample(operands, fill, random, largest <= SMALL_INTEGER_MAX, verdict);
    return verdict.build();
  }

  /** The corners and a few hundred other elements, in full: a residual sees no small errors. */
  private void compareSample(
      Operands operands,
      Fill fill,
      SplittableRandom random,
      boolean exact,
      Verdict.Builder verdict) {
    for (int i = 0; i < SAMPLE_COUNT; i++) {
      int row = i < 2 ? 0 : i < 4 ? m - 1 : random.nextInt(m);
      int col = i < 4 ? (i % 2) * (n - 1) : random.nextInt(n);
      double sum = 0;
      double magnitude = 0;
      for (int p = 0; p < k; p++) {
        double product = a(operands, row, p) * b(operands, p, col);
        sum += product;
        magnitude += Math.abs(product);
      }
      double before = beta == 0 ? 0 : beta * initialC(fill, row, col);
      double expected = alpha * sum + before;
      double size = Math.abs(alpha) * magnitude + Math.abs(before);
      double actual = operands.output(0).get(row, col);
      verdict.compare(
          "C", row, col, dtype.round(expected), actual, bound(exact, size, Math.abs(expected)));
    }
  }

  /** op(A)[row, p]. */
  private double a(Operands operands, long row, long p) {
    return trans.ofA() ? operands.input(0).get(p, row) : operands.input(0).get(row, p);
  }

  /** op(B)[p, col]. */
  private double b(Operands operands, long p, long col) {
    return trans.ofB() ? operands.input(1).get(col, p) : operands.input(1).get(p, col);
  }

  private double initialC(Fill fill, int row, int col) {
    return dtype.round(fill.at(seed, 2, (long) row * n + col));
  }

  /** Zero while no operation can have rounded; else k products, k sums, α, β and their sum. */
  private double bound(boolean integers, double magnitude, double size) {
    boolean exact =
        integers
            && magnitude <= dtype.sums().largestExactInteger()
            && isSmallInteger(alpha)
            && isSmallInteger(beta);
    return exact ? 0 : rounding(magnitude, size);
  }

  /**
   * That of the sums, and one more where they are rounded to half.
   *
   * @param size absolute value of what is rounded
   */
  private double rounding(double magnitude, double size) {
    double ofSums = Rounding.bound(k + 3L, magnitude, dtype.sums());
    return dtype.isHalf() ? ofSums + Rounding.bound(2, size + ofSums, dtype) : ofSums;
  }

  /**
   * True where the largest product of two elements is an integer so small that no element of C and
   * no sum of one row of C (in double precision) can have rounded: then a single wrong element
   * shows in the residual.
   */
  private boolean exactWhateverTheOrder(double largest) {
    double element = Math.abs(alpha) * largest * k + Math.abs(beta) * SMALL_INTEGER_MAX;
    return isSmallInteger(alpha)
        && isSmallInteger(beta)
        && element <= dtype.largestExactInteger()
        && element * n <= DType.F64.largestExactInteger();
  }

  /** Of an element of A by one of B; infinite or NaN where one of them is no small integer. */
  private static double largestProduct(Operands operands) {
    return largestInteger(operands.input(0)) * largestInteger(operands.input(1));
  }

  /** The largest absolute value, infinite where there is anything but small integers. */
  private static double largestInteger(Matrix matrix) {
    double largest = 0;
    for (long row = 0; row < matrix.rows(); row++) {
      for (long col = 0; col < matrix.cols(); col++) {
        double value = matrix.get(row, col);
        if (!isSmallInteger(value)) {
          return Double.POSITIVE_INFINITY;
        }
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  private static boolean isSmallInteger(double value) {
    return value == Math.rint(value) && Math.abs(value) <= SMALL_INTEGER_MAX;
  }

  /** Reads {@code matmul:f32:MxNxK[:trans=TN][:alpha=…][:beta=…][:seed=…]}. */
  public static final class Type implements ProblemType {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})x(\\d{1,9})x(\\d{1,9})");

    @Override
    public String name() {
      return "matmul";
    }

    @Override
    public String form() {
      return "matmul:f32:MxNxK";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2, "trans", "alpha", "beta", "seed");
      Matcher shape = SHAPE.matcher(text.fields().get(1));
      if (!shape.matches()) {
        throw new BadInputException(
            "bad shape '%s' in '%s'; legal: MxNxK with whole numbers, e.g. 1024x1024x1024"
                .formatted(text.fields().get(1), text.text()));
      }
      return new MatMul(
          DType.parseOfProduct(text.fields().get(0)),
          Integer.parseInt(shape.group(1)),
          Integer.parseInt(shape.group(2)),
          Integer.parseInt(shape.group(3)),
          Transposition.parse(text.settings().getOrDefault("trans", Transposition.NN.name())),
          text.real("alpha", 1),
          text.real("beta", 0),
          text.seed());
    }
  }
}
