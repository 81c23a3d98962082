package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The two products of a transformer's feed-forward layer: Y ← relu(X·U)·D for X of T×H (tokens by
 * hidden), U of H×F (up), D of F×H (down) and Y of T×H, row-major.
 *
 * <p>Operands: inputs X, U, D; output Y. What relu leaves is rounded to the type, and so is Y; sums
 * of f16 and bf16 are of f32 within one product, and what ranks add up is of the type.
 *
 * @param dtype type of all of them
 * @param tokens T
 * @param hidden H
 * @param inner F
 * @param splitTokens whether each of the ranks of a pool has a part of the rows of X and of Y
 *     before and after (sequence parallel), or all of them
 * @param seed decides the values of the operands
 */
public record Mlp(DType dtype, int tokens, int hidden, int inner, boolean splitTokens, long seed)
    implements Problem {
  private static final int X = 0;
  private static final int UP = 1;
  private static final int DOWN = 2;

  /** Up to this many products every row is judged, else some. */
  private static final double PRODUCTS_MAX = 1 << 28;

  private static final int ROWS_MIN = 3;

  /** Terms of a sum of the exact tier: sums of 8, and sums of 16 of these, are integers of bf16. */
  private static final int UP_TERMS = 8;

  private static final int DOWN_TERMS = 16;

  /** Roundings of what ranks add up, where the type is half: any number of ranks up to this. */
  private static final int RANKS_OF_HALVES_MAX = 16;

  public Mlp {
    if (tokens < 1 || hidden < 1 || inner < 1) {
      throw new IllegalArgumentException("empty shape %dx%dx%d".formatted(tokens, hidden, inner));
    }
  }

  @Override
  public String text() {
    return "mlp:%s:%dx%dx%d".formatted(dtype, tokens, hidden, inner)
        + (splitTokens ? ":tokens=split" : "")
        + ProblemText.seedSuffix(seed);
  }

  /** The first product, of so many columns of U. */
  public MatMul up(int columns) {
    return new MatMul(dtype, tokens, columns, hidden);
  }

  /** The second product, of so many rows of D. */
  public MatMul down(int rows) {
    return new MatMul(dtype, tokens, hidden, rows);
  }

  /** 4·T·H·F; relu is not counted. */
  @Override
  public double flops() {
    return 4.0 * tokens * hidden * inner;
  }

  @Override
  public long bytes() {
    return operandBytes(1);
  }

  @Override
  public long operandBytes(int ranks) {
    long xAndY = Math.multiplyExact(2L * tokens, (long) hidden);
    long weights = Math.multiplyExact(2L * hidden, (long) inner);
    return Math.multiplyExact(Math.addExact(xAndY, weights), dtype.bytes());
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(
        List.of(
            Buffers.matrix(allocator, dtype, tokens, hidden),
            Buffers.matrix(allocator, dtype, hidden, inner),
            Buffers.matrix(allocator, dtype, inner, hidden)),
        List.of(Buffers.matrix(allocator, dtype, tokens, hidden)));
  }

  @Override
  public void fill(Operands operands, Fill fill) {
    fill.fill(operands.input(X), seed, X);
    fill.fill(operands.input(UP), seed, UP);
    fill.fill(operands.input(DOWN), seed, DOWN);
    Fill.POISON.fill(operands.output(0), 0, 0);
  }

  /** −1, 0 and 1, with so few that are not 0 in the columns of U and D that no sum can round. */
  @Override
  public Fill exactFill(int ranks) {
    Fill small = Fill.exact(dtype, Long.MAX_VALUE);
    return (fillSeed, operand, index) ->
        operand == X
                || (operand == UP && kept(index, inner, hidden, UP_TERMS))
                || (operand == DOWN && kept(index, hidden, inner, DOWN_TERMS))
            ? small.at(fillSeed, operand, index)
            : 0;
  }

  /** About {@code terms} of the {@code rows} of each column, others in the next column. */
  private static boolean kept(long index, int columns, int rows, int terms) {
    long period = Math.ceilDiv(rows, terms);
    return (index / columns + 7 * (index % columns)) % period == 0;
  }

  /**
   * Whether an answer of so many ranks can be judged: each may round once where they are halves.
   */
  public Support judges(int ranks) {
    return !dtype.isHalf() || ranks <= RANKS_OF_HALVES_MAX
        ? Support.yes()
        : Support.no(
            "sums of %s over %d ranks have no bound here; legal: up to %d ranks, or f32"
                .formatted(dtype, ranks, RANKS_OF_HALVES_MAX));
  }

  /**
   * Row by row against a double reference, whose own rounding of what relu leaves is bounded too:
   * |Ŷ − Y| ≤ (γ_{F+3}·|H| + δ)·|D| for H = relu(X·U) and δ = γ_{H+3}·|X||U|, and for halves one
   * rounding of H and, since ranks add up halves, one for each of {@value #RANKS_OF_HALVES_MAX}
   * ranks. Of large products some rows are judged.
   */
  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Verdict.Builder verdict = new Verdict.Builder();
    rows().forEach(row -> judge(row, operands, verdict));
    return verdict.build();
  }

  private IntStream rows() {
    double perRow = 2.0 * hidden * inner;
    int count = Math.clamp((long) (PRODUCTS_MAX / perRow), Math.min(ROWS_MIN, tokens), tokens);
    return count >= tokens
        ? IntStream.range(0, tokens)
        : IntStream.concat(
                IntStream.of(0, tokens - 1),
                new SplittableRandom(~seed).ints(count - 2L, 0, tokens))
            .distinct();
  }

  private void judge(int row, Operands operands, Verdict.Builder verdict) {
    double[] between = new double[inner];
    double[] magnitude = new double[inner];
    boolean exact = true;
    for (int h = 0; h < hidden; h++) {
      double x = operands.input(X).get(row, h);
      exact &= isInteger(x);
      for (int f = 0; f < inner && x != 0; f++) {
        double product = x * operands.input(UP).get(h, f);
        between[f] += product;
        magnitude[f] += Math.abs(product);
      }
    }
    double[] error = new double[inner];
    for (int f = 0; f < inner; f++) {
      exact &= isInteger(between[f]) && magnitude[f] <= dtype.largestExactInteger();
      between[f] = Math.max(0, dtype.round(between[f]));
      error[f] =
          Rounding.bound(hidden + 3L, magnitude[f], dtype.sums())
              + (dtype.isHalf() ? Rounding.bound(2, between[f], dtype) : 0);
    }
    judge(row, between, error, exact, operands, verdict);
  }

  private void judge(
      int row,
      double[] between,
      double[] error,
      boolean integers,
      Operands operands,
      Verdict.Builder verdict) {
    Matrix down = operands.input(DOWN);
    double[] sum = new double[hidden];
    double[] magnitude = new double[hidden];
    double[] carried = new double[hidden];
    boolean[] exact = new boolean[hidden];
    java.util.Arrays.fill(exact, integers);
    for (int f = 0; f < inner; f++) {
      for (int h = 0; h < hidden; h++) {
        double weight = down.get(f, h);
        sum[h] += between[f] * weight;
        magnitude[h] += between[f] * Math.abs(weight);
        carried[h] += error[f] * Math.abs(weight);
        exact[h] &= isInteger(weight);
      }
    }
    for (int h = 0; h < hidden; h++) {
      boolean none = exact[h] && magnitude[h] <= dtype.largestExactInteger();
      double bound =
          carried[h]
              + Rounding.bound(inner + 3L, magnitude[h] + carried[h], dtype.sums())
              + (dtype.isHalf()
                  ? Rounding.bound(RANKS_OF_HALVES_MAX, magnitude[h] + carried[h], dtype)
                  : 0);
      verdict.compare(
          "Y", row, h, dtype.round(sum[h]), operands.output(0).get(row, h), none ? 0 : bound);
    }
  }

  private static boolean isInteger(double value) {
    return value == Math.rint(value);
  }

  /** Reads {@code mlp:bf16:TOKENSxHIDDENxINNER[:tokens=split][:seed=…]}. */
  public static final class Type implements ProblemType {
    private static final Pattern SHAPE =
        Pattern.compile("([1-9]\\d{0,8})x([1-9]\\d{0,8})x([1-9]\\d{0,8})");
    private static final String TOKENS = "tokens";
    private static final String SPLIT = "split";

    @Override
    public String name() {
      return "mlp";
    }

    @Override
    public String form() {
      return "mlp:bf16:TOKENSxHIDDENxINNER";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2, TOKENS, "seed");
      Matcher shape = SHAPE.matcher(text.fields().get(1));
      if (!shape.matches()) {
        throw new BadInputException(
            "bad shape '%s' in '%s'; legal: TOKENSxHIDDENxINNER with whole numbers from 1 on, e.g. 2048x4096x11008"
                .formatted(text.fields().get(1), text.text()));
      }
      String tokens = text.settings().getOrDefault(TOKENS, "");
      if (!tokens.isEmpty() && !tokens.equals(SPLIT)) {
        throw new BadInputException(
            "bad tokens '%s' in '%s'; legal: tokens=split".formatted(tokens, text.text()));
      }
      return new Mlp(
          DType.parseOfProduct(text.fields().get(0)),
          Integer.parseInt(shape.group(1)),
          Integer.parseInt(shape.group(2)),
          Integer.parseInt(shape.group(3)),
          tokens.equals(SPLIT),
          text.seed());
    }
  }
}
