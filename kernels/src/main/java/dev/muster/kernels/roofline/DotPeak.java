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

/**
 * As many dot products of {@value #BYTES} signed 8-bit integers as a device can do, on data that
 * never leaves its registers: each work-item has {@value #CHAINS} independent chains x ← x·b + c of
 * {@value #LINKS} links, where x and b are {@value #BYTES} bytes in one 32-bit integer, and the sum
 * is a 32-bit integer.
 *
 * <p>Operands: input of 2 elements, b and c; output of one element per chain, those of a work-item
 * one after the other. Chain i starts at x₀ = (i + 1) · {@value #START}.
 *
 * @param items work-items
 */
public record DotPeak(int items) implements ComputePeak {
  /** Products of one dot product. */
  public static final int BYTES = 4;

  public static final int CHAINS = 12;
  public static final int LINKS = 20_000;
  public static final int START = 0x01030507;

  /** Bytes of either sign. */
  private static final int B = 0x43A51BF2;

  private static final int C = 0x00C0FFEE;

  @Override
  public String text() {
    return "int8-dot:%s:%d".formatted(dtype(), items);
  }

  @Override
  public DType dtype() {
    return DType.I32;
  }

  @Override
  public double flops() {
    return 2.0 * BYTES * CHAINS * LINKS * items;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public long operandBytes(int ranks) {
    return (2 + (long) CHAINS * items) * dtype().bytes();
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(
        List.of(Buffers.vector(allocator, dtype(), 2)),
        List.of(Buffers.matrix(allocator, dtype(), items, CHAINS)));
  }

  /** The same b and c whatever the fill: no sum comes near the ends of 32 bits. */
  @Override
  public void fill(Operands operands, Fill fill) {
    operands.input(0).set(0, 0, B);
    operands.input(0).set(0, 1, C);
    Fill.POISON.fill(operands.output(0), 0, 0);
  }

  @Override
  public Fill exactFill(int ranks) {
    return Fill.exact(dtype(), 1);
  }

  /** Whole numbers have no rounding. */
  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Matrix out = operands.output(0);
    Verdict.Builder verdict = new Verdict.Builder();
    for (int chain = 0; chain < CHAINS; chain++) {
      int expected = expected(chain);
      for (int item = 0; item < items; item++) {
        verdict.compare("x", item, chain, expected, out.get(item, chain), 0);
      }
    }
    return verdict.build();
  }

  private static int expected(int chain) {
    int x = (chain + 1) * START;
    for (int link = 0; link < LINKS; link++) {
      int sum = C;
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        sum += (byte) (x >> shift) * (byte) (B >> shift);
      }
      x = sum;
    }
    return x;
  }

  /** Reads {@code int8-dot:i32:ITEMS}. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "int8-dot";
    }

    @Override
    public String form() {
      return "int8-dot:i32:ITEMS";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2);
      if (!text.fields().get(0).equals(DType.I32.toString())) {
        throw new BadInputException(
            "bad problem '%s'; legal: %s with 1 to %d work-items"
                .formatted(text.text(), form(), FmaPeak.ITEMS_MAX));
      }
      return new DotPeak(text.count(1, "work-items", FmaPeak.ITEMS_MAX));
    }
  }
}
