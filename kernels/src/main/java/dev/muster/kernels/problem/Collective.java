package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ranks bring their vectors together, as {@code kind} says.
 *
 * <p>Operands: input r and output r are the vectors of rank r, of the same length for every kind.
 *
 * @param kind what everyone ends with
 * @param dtype type of the elements
 * @param op how elements are combined, where they are
 * @param count elements per rank
 * @param seed decides the values of the operands
 */
public record Collective(CollectiveKind kind, DType dtype, ReduceOp op, long count, long seed)
    implements Problem {

  /** An all-reduce. */
  public static Collective allReduce(DType dtype, ReduceOp op, long count, long seed) {
    return new Collective(CollectiveKind.ALL_REDUCE, dtype, op, count, seed);
  }

  @Override
  public String text() {
    String what = kind.combines() ? dtype + ":" + op : dtype.toString();
    return "%s:%s:%s".formatted(kind, what, ByteSize.text(count * dtype.bytes()))
        + ProblemText.seedSuffix(seed);
  }

  /** One operation per element and rank beyond the first is n − 1; counted here for one rank. */
  @Override
  public double flops() {
    return kind.combines() ? count : 0;
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
    Verdict.Builder verdict = new Verdict.Builder();
    for (long i = 0; i < count; i++) {
      Optional<ReduceOp.Reference> combined =
          kind.combines() ? Optional.of(combined(i, ranks, fill)) : Optional.empty();
      for (int rank = 0; rank < ranks; rank++) {
        double actual = operands.output(rank).get(0, i);
        switch (kind.source(rank, i, ranks, count)) {
          case CollectiveKind.Source.Combined() -> {
            ReduceOp.Reference answer = combined.orElseThrow();
            verdict.compare("rank ", rank, i, answer.value(), actual, answer.bound());
          }
          case CollectiveKind.Source.Of(int from, long index) ->
              verdict.compare("rank ", rank, i, value(from, index, fill), actual, 0);
          case CollectiveKind.Source.Nothing() -> {}
        }
      }
    }
    return verdict.build();
  }

  /** The elements of all inputs at one place, combined. */
  public ReduceOp.Reference combined(long index, int ranks, Fill fill) {
    double[] terms = new double[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      terms[rank] = value(rank, index, fill);
    }
    return op.reference(dtype, terms);
  }

  /** An element of the input of one rank. */
  public double value(int rank, long index, Fill fill) {
    return dtype.round(fill.at(seed, rank, index));
  }

  /** Reads {@code allreduce:f32:sum:64MiB[:seed=…]}; the size is that of one rank's vector. */
  abstract static class Type implements ProblemType {
    private final CollectiveKind kind;

    private Type(CollectiveKind kind) {
      this.kind = kind;
    }

    @Override
    public String name() {
      return kind.toString();
    }

    @Override
    public String form() {
      return kind + (kind.combines() ? ":f32:sum:64MiB" : ":f32:64MiB");
    }

    @Override
    public Problem parse(ProblemText text) {
      int sizeAt = kind.combines() ? 2 : 1;
      text.require(form(), sizeAt + 1, "seed");
      DType dtype = DType.parse(text.fields().get(0));
      ReduceOp op = kind.combines() ? ReduceOp.parse(text.fields().get(1)) : ReduceOp.SUM;
      return new Collective(kind, dtype, op, text.elements(sizeAt, dtype), text.seed());
    }
  }

  /** Reads the text of this kind. */
  public static final class AllReduce extends Type {
    public AllReduce() {
      super(CollectiveKind.ALL_REDUCE);
    }
  }

  /** Reads the text of this kind. */
  public static final class ReduceScatter extends Type {
    public ReduceScatter() {
      super(CollectiveKind.REDUCE_SCATTER);
    }
  }

  /** Reads the text of this kind. */
  public static final class AllGather extends Type {
    public AllGather() {
      super(CollectiveKind.ALL_GATHER);
    }
  }

  /** Reads the text of this kind. */
  public static final class Broadcast extends Type {
    public Broadcast() {
      super(CollectiveKind.BROADCAST);
    }
  }

  /** Reads the text of this kind. */
  public static final class Reduce extends Type {
    public Reduce() {
      super(CollectiveKind.REDUCE);
    }
  }

  /** Reads the text of this kind. */
  public static final class AllToAll extends Type {
    public AllToAll() {
      super(CollectiveKind.ALL_TO_ALL);
    }
  }
}
