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
 * As many multiply-adds as the engine for small matrices of a device can do, on data that never
 * leaves its registers: each group has {@value #CHAINS} independent chains C ← C + A·B of {@value
 * #LINKS} links, of A of {@value #ROWS}×{@value #DEPTH}, B of {@value #DEPTH}×{@value #COLS}, and C
 * in f32.
 *
 * <p>Operands: input of 2 elements, of which all of A and all of B are copies; output of a row per
 * chain, those of a group one after the other, with the elements of C in any order, which are all
 * the same. Constant data: an engine that draws less power for them may run faster than on others.
 *
 * @param dtype f16 or bf16
 * @param groups that compute at once
 */
public record EnginePeak(DType dtype, int groups) implements ComputePeak {
  public static final int ROWS = 16;
  public static final int COLS = 8;
  public static final int DEPTH = 16;
  public static final int CHAINS = 8;

  /** A power of 2, up to which sums of 1 are exact in f32. */
  public static final int LINKS = 1 << 14;

  private static final int GROUPS_MAX = 999_999;
  private static final double A = 0.25;
  private static final double B = 0.25;

  @Override
  public String text() {
    return "engine:%s:%d".formatted(dtype, groups);
  }

  @Override
  public double flops() {
    return 2.0 * ROWS * COLS * DEPTH * CHAINS * LINKS * groups;
  }

  @Override
  public long bytes() {
    return 0;
  }

  private long outputs() {
    return (long) CHAINS * groups * ROWS * COLS;
  }

  @Override
  public long operandBytes(int ranks) {
    return 2L * dtype.bytes() + outputs() * Float.BYTES;
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(
        List.of(Buffers.vector(allocator, dtype, 2)),
        List.of(Buffers.matrix(allocator, DType.F32, (long) CHAINS * groups, (long) ROWS * COLS)));
  }

  /** Whatever the fill: each link adds 1. */
  @Override
  public void fill(Operands operands, Fill fill) {
    operands.input(0).set(0, 0, A);
    operands.input(0).set(0, 1, B);
    Fill.POISON.fill(operands.output(0), 0, 0);
  }

  @Override
  public Fill exactFill(int ranks) {
    return Fill.exact(dtype, 1);
  }

  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Matrix out = operands.output(0);
    Verdict.Builder verdict = new Verdict.Builder();
    for (long row = 0; row < out.rows(); row++) {
      for (long col = 0; col < out.cols(); col++) {
        verdict.compare("C", row, col, A * B * DEPTH * LINKS, out.get(row, col), 0);
      }
    }
    return verdict.build();
  }

  /** Reads {@code engine:f16:GROUPS}. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "engine";
    }

    @Override
    public String form() {
      return "engine:f16:GROUPS";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2);
      DType dtype = DType.parseOfProduct(text.fields().get(0));
      if (!dtype.isHalf()) {
        throw new BadInputException(
            "bad problem '%s'; legal: %s with f16 or bf16, and 1 to %d groups"
                .formatted(text.text(), form(), GROUPS_MAX));
      }
      return new EnginePeak(dtype, text.count(1, "groups", GROUPS_MAX));
    }
  }
}
