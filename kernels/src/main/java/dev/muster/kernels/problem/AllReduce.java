package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every rank ends with the element-wise reduction of the inputs of all ranks.
 *
 * <p>Operands: input r and output r are the vectors of rank r.
 *
 * @param dtype type of the elements
 * @param op how elements are combined
 * @param count elements per rank
 * @param seed decides the values of the operands
 */
public record AllReduce(DType dtype, ReduceOp op, long count, long seed) implements Problem {

  @Override
  public String text() {
    return "allreduce:%s:%s:%s".formatted(dtype, op, ByteSize.text(count * dtype.bytes()))
        + ProblemText.seedSuffix(seed);
  }

  /** One operation per element and rank beyond the first is n − 1; counted here for one rank. */
  @Override
  public double flops() {
    return count;
  }

  /** S, the bytes of one rank's vector: what algbw divides by the time. */
  @Override
  public long bytes() {
    return count * dtype.bytes();
  }

  @Override
  public long operandBytes(int ranks) {
    return Math.multiplyExact(2L * ranks, bytes());
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return new Operands(vectors(allocator, ranks), vectors(allocator, ranks));
  }

  private List<Matrix> vectors(SegmentAllocator allocator, int ranks) {
    return IntStream.range(0, ranks)
        .mapToObj(_ -> Buffers.vector(allocator, dtype, count))
        .toList();
  }

  @Override
  public void fill(Operands operands, Fill fill) {
    for (int rank = 0; rank < operands.inputs().size(); rank++) {
      fill.fill(operands.input(rank), seed, rank);
      Fill poison = (_, _, _) -> Double.NaN;
      poison.fill(operands.output(rank), seed, rank);
    }
  }

  @Override
  public Fill exactFill(int ranks) {
    return op.exactFill(dtype, ranks);
  }

  /** What {@link ReduceOp#reference} allows for n ranks, in whatever order they were combined. */
  @Override
  public Verdict judge(Operands operands, Fill fill) {
    int ranks = operands.outputs().size();
    double[] terms = new double[ranks];
    Verdict.Builder verdict = new Verdict.Builder();
    for (long i = 0; i < count; i++) {
      for (int rank = 0; rank < ranks; rank++) {
        terms[rank] = dtype.round(fill.at(seed, rank, i));
      }
      ReduceOp.Reference reference = op.reference(dtype, terms);
      for (int rank = 0; rank < ranks; rank++) {
        double actual = operands.output(rank).get(0, i);
        verdict.compare("rank ", rank, i, reference.value(), actual, reference.bound());
      }
    }
    return verdict.build();
  }

  /** Reads {@code allreduce:f32:sum:64MiB[:seed=…]}; the size is that of one rank's vector. */
  public static final class Type implements ProblemType {
    @Override
    public String name() {
      return "allreduce";
    }

    @Override
    public String form() {
      return "allreduce:f32:sum:64MiB";
    }

    @Override
    public Problem parse(ProblemText text) {
      text.require(form(), 3, "seed");
      DType dtype = DType.parse(text.fields().get(0));
      ReduceOp op = ReduceOp.parse(text.fields().get(1));
      return new AllReduce(dtype, op, text.elements(2, dtype), text.seed());
    }
  }
}
