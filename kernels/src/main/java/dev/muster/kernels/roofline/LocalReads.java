package dev.muster.kernels.roofline;

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
 * As much as the local memory of a device gives: each work-item reads {@value #READS} vectors of
 * {@value #VECTOR_BYTES} bytes from a table of {@value #VECTORS} that its group has there, and adds
 * them up. A device without such memory keeps the table in its caches.
 *
 * <p>Operands: input of 1 element a; output of one element per work-item. Entry i of the table is a
 * + i; the sum of all that a work-item reads is {@value #READS} / {@value #VECTORS} times that of
 * the table.
 *
 * @param items work-items
 */
public record LocalReads(DType dtype, int items) implements Ceiling {
  public static final int VECTOR_BYTES = 16;
  public static final int VECTORS = 256;

  /** A multiple of the table; sums of small integers stay exact in f32. */
  public static final int READS = 16 * VECTORS;

  @Override
  public String text() {
    return "local:%s:%d".formatted(dtype, items);
  }

  @Override
  public double flops() {
    return 0;
  }

  /** From local memory; next to nothing goes over the global one. */
  @Override
  public long bytes() {
    return (long) items * READS * VECTOR_BYTES;
  }

  @Override
  public long operandBytes(int ranks) {
    return (1 + (long) items) * dtype.bytes();
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(
        List.of(Buffers.vector(allocator, dtype, 1)),
        List.of(Buffers.vector(allocator, dtype, items)));
  }

  /** a = 2, whatever the fill. */
  @Override
  public void fill(Operands operands, Fill fill) {
    operands.input(0).set(0, 0, 2);
    Fill.POISON.fill(operands.output(0), 0, 0);
  }

  @Override
  public Fill exactFill(int ranks) {
    return Fill.exact(dtype, 1);
  }

  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Matrix out = operands.output(0);
    double a = operands.input(0).get(0, 0);
    double expected = READS / VECTORS * (VECTORS * a + VECTORS * (VECTORS - 1) / 2.0);
    Verdict.Builder verdict = new Verdict.Builder();
    for (int item = 0; item < items; item++) {
      verdict.compare("out", 0, item, expected, out.get(0, item), 0);
    }
    return verdict.build();
  }

  /** Reads {@code local:f32:ITEMS}. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "local";
    }

    @Override
    public String form() {
      return "local:f32:ITEMS";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 2);
      return new LocalReads(
          DType.parseOfArithmetic(text.fields().get(0)),
          text.count(1, "work-items", FmaPeak.ITEMS_MAX));
    }
  }
}
