package dev.muster.kernels.roofline;

import dev.muster.kernels.problem.BadInputException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many fused multiply-adds as a core can do, on data that never leaves its registers: {@value
 * #CHAINS} independent chains x ← x·a + b of {@value #LINKS} links, on vectors as wide as the core
 * has them.
 *
 * <p>A device that is more than one core does all of this in each of its work-items, at once.
 *
 * <p>Operands: input of 2 elements, a and b; output of a row per chain, those of a work-item one
 * after the other, with one element per lane. Chain c starts every lane at x₀ = (c + 1) / 64.
 *
 * @param dtype type of the elements: f32, f64, or f16 where a device computes in it
 * @param lanes lanes of the vectors that are multiplied
 * @param items work-items; 1 for a core
 */
public record FmaPeak(DType dtype, int lanes, int items) implements ComputePeak {
  /**
   * More than latency × throughput where 16 registers hold them (Zen: 4 cycles × 2 units). A core
   * with four such units would need 16, and shows less than its peak here.
   */
  public static final int CHAINS = 12;

  public static final int LINKS = 20_000;
  public static final int LANES_MAX = 64;
  static final int ITEMS_MAX = 9_999_999;

  /** Of a core. */
  public FmaPeak(DType dtype, int lanes) {
    this(dtype, lanes, 1);
  }

  @Override
  public String text() {
    return "fma:%s:%d".formatted(dtype, lanes) + (items == 1 ? "" : "x" + items);
  }

  @Override
  public double flops() {
    return 2.0 * CHAINS * LINKS * lanes * items;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public long operandBytes(int ranks) {
    return (2 + (long) CHAINS * lanes * items) * dtype.bytes();
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(
        List.of(Buffers.vector(allocator, dtype, 2)),
        List.of(Buffers.matrix(allocator, dtype, (long) CHAINS * items, lanes)));
  }

  /** a = 0.75 and b = 0.25, whatever the fill: the chains converge to 1 and never overflow. */
  @Override
  public void fill(Operands operands, Fill fill) {
    operands.input(0).set(0, 0, 0.75);
    operands.input(0).set(0, 1, 0.25);
    Fill.POISON.fill(operands.output(0), 0, 0);
  }

  @Override
  public Fill exactFill(int ranks) {
    return Fill.exact(dtype, 1);
  }

  /** A fused multiply-add is correctly rounded, so scalar chains give the same bits. */
  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Matrix out = operands.output(0);
    Verdict.Builder verdict = new Verdict.Builder();
    for (int chain = 0; chain < CHAINS; chain++) {
      double expected = expected(chain);
      for (long row = chain; row < out.rows(); row += CHAINS) {
        for (int lane = 0; lane < lanes; lane++) {
          verdict.compare("x", row, lane, expected, out.get(row, lane), 0);
        }
      }
    }
    return verdict.build();
  }

  /** Before it is rounded, each link of f16 and f32 is exact in a double. */
  private double expected(int chain) {
    double x = (chain + 1) / 64.0;
    for (int link = 0; link < LINKS; link++) {
      x = dtype.round(Math.fma(x, 0.75, 0.25));
    }
    return x;
  }

  /** Reads {@code fma:f32:LANES[xITEMS]}. */
  public static final class Type implements ProblemType {
    private static final List<DType> TYPES = List.of(DType.F32, DType.F64, DType.F16);
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d?)(?:x([1-9]\\d{0,6}))?");

    @Override
    public String name() {
      return "fma";
    }

    @Override
    public String form() {
      return "fma:f32:LANES[xITEMS]";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2);
      String size = text.fields().get(1);
      Matcher matcher = SIZE.matcher(size);
      if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > LANES_MAX) {
        throw new BadInputException(
            "bad lanes '%s' in '%s'; legal: 1 to %d, then x and up to %d work-items where a device has many"
                .formatted(size, text.text(), LANES_MAX, ITEMS_MAX));
      }
      return new FmaPeak(
          DType.parse(text.fields().get(0), TYPES),
          Integer.parseInt(matcher.group(1)),
          matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2)));
    }
  }
}
