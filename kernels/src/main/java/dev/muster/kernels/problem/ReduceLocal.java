package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/**
 * out ← x ⊕ y, element by element, on one device: the arithmetic inside every reducing collective
 * (MPI calls it MPI_Reduce_local).
 *
 * <p>Operands: inputs x and y; output out, which may be x or y itself.
 *
 * @param dtype type of the elements
 * @param op how elements are combined
 * @param count elements of each operand
 * @param seed decides the values of the operands
 */
public record ReduceLocal(DType dtype, ReduceOp op, long count, long seed) implements Problem {

  public ReduceLocal {
    if (op != op.pairwise()) {
      throw new BadInputException(
          "%s is of all ranks, reduce-local combines two operands; legal: %s"
              .formatted(op, ReduceOp.names(ReduceOp.ofTwo())));
    }
  }

  public ReduceLocal(DType dtype, ReduceOp op, long count) {
    this(dtype, op, count, ProblemText.DEFAULT_SEED);
  }

  @Override
  public String text() {
    return "reduce-local:%s:%s:%s".formatted(dtype, op, ByteSize.text(count * dtype.bytes()))
        + ProblemText.seedSuffix(seed);
  }

  @Override
  public double flops() {
    return count;
  }

  @Override
  public long bytes() {
    return Math.multiplyExact(3L * dtype.bytes(), count);
  }

  @Override
  public long operandBytes(int ranks) {
    return bytes();
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(
        List.of(Buffers.vector(allocator, dtype, count), Buffers.vector(allocator, dtype, count)),
        List.of(Buffers.vector(allocator, dtype, count)));
  }

  @Override
  public void fill(Operands operands, Fill fill) {
    Fill.POISON.fill(operands.output(0), seed, 2);
    fill.fill(operands.input(0), seed, 0);
    fill.fill(operands.input(1), seed, 1);
  }

  @Override
  public Fill exactFill(int ranks) {
    return op.exactFill(dtype, 2);
  }

  /** One IEEE operation is correctly rounded: the answer is exact. */
  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Verdict.Builder verdict = new Verdict.Builder();
    for (long i = 0; i < count; i++) {
      double x = dtype.round(fill.at(seed, 0, i));
      double y = dtype.round(fill.at(seed, 1, i));
      verdict.compare("out", 0, i, dtype.round(op.combine(x, y)), operands.output(0).get(0, i), 0);
    }
    return verdict.build();
  }

  /** Reads {@code reduce-local:f32:sum:64MiB[:seed=…]}; the size is that of one operand. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "reduce-local";
    }

    @Override
    public String form() {
      return "reduce-local:f32:sum:64MiB";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 3, "seed");
      DType dtype = DType.parse(text.fields().get(0));
      ReduceOp op = ReduceOp.parse(text.fields().get(1));
      return new ReduceLocal(dtype, op, text.elements(2, dtype), text.seed());
    }
  }
}
