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
 * Where an all-reduce has blocks, input r is one vector after the other: those of rank r, of {@code
 * blocks} in all, which {@link Chunks} shares out to the ranks.
 *
 * @param kind what everyone ends with
 * @param dtype type of the elements
 * @param op how elements are combined, where they are
 * @param count elements per rank
 * @param root the rank that is another one than the others, where the kind has one; else 0
 * @param blocks vectors that are combined, whatever the number of ranks; 0 where it is one per rank
 * @param seed decides the values of the operands
 */
public record Collective(
    CollectiveKind kind, DType dtype, ReduceOp op, long count, int root, int blocks, long seed)
    implements Problem {
  private static final String ROOT = "root";
  private static final String BLOCKS = "blocks";

  /** What a schedule in memory can hold. */
  private static final int BLOCKS_MAX = 4096;

  public Collective {
    if (root < 0 || (root > 0 && !kind.hasRoot())) {
      throw new BadInputException(
          kind.hasRoot()
              ? "bad root %d of %s; legal: 0 to the number of ranks - 1".formatted(root, kind)
              : "%s has no root; legal: no root, or 0".formatted(kind));
    }
    if (blocks < 0 || blocks > BLOCKS_MAX || (blocks > 0 && kind != CollectiveKind.ALL_REDUCE)) {
      throw new BadInputException(
          "bad blocks %d of %s; legal: of allreduce, as many as ranks or more, up to %d"
              .formatted(blocks, kind, BLOCKS_MAX));
    }
  }

  /** With rank 0 as the root, where there is one. */
  public Collective(CollectiveKind kind, DType dtype, ReduceOp op, long count, long seed) {
    this(kind, dtype, op, count, 0, 0, seed);
  }

  /** The same with another rank as the root. */
  public Collective withRoot(int newRoot) {
    return new Collective(kind, dtype, op, count, newRoot, blocks, seed);
  }

  /** The same of so many vectors, whatever the number of ranks. */
  public Collective withBlocks(int newBlocks) {
    return new Collective(kind, dtype, op, count, root, newBlocks, seed);
  }

  /** An all-reduce. */
  public static Collective allReduce(DType dtype, ReduceOp op, long count, long seed) {
    return new Collective(CollectiveKind.ALL_REDUCE, dtype, op, count, seed);
  }

  @Override
  public String text() {
    String what = kind.combines() ? dtype + ":" + op : dtype.toString();
    return "%s:%s:%s".formatted(kind, what, ByteSize.text(count * dtype.bytes()))
        + setting(ROOT, root)
        + setting(BLOCKS, blocks)
        + ProblemText.seedSuffix(seed);
  }

  private static String setting(String key, int value) {
    return value == 0 ? "" : ":%s=%d".formatted(key, value);
  }

  /** Vectors that are combined by so many ranks. */
  public int terms(int ranks) {
    return blocks == 0 ? ranks : blocks;
  }

  /** Which of them each rank brings. */
  public Chunks termsOf(int ranks) {
    return new Chunks(terms(ranks), ranks);
  }

  /**
   * Refuses a root that is none of the ranks, and blocks that do not reach for all of them.
   *
   * @throws BadInputException naming the legal ones
   */
  public void requireRanks(int ranks) {
    if (terms(ranks) < ranks) {
      throw new BadInputException(
          "%d blocks in '%s' over %d ranks; legal: %d or more"
              .formatted(blocks, text(), ranks, ranks));
    }
    if (root >= ranks) {
      throw new BadInputException(
          "root %d of '%s' over %d ranks; legal: 0 to %d"
              .formatted(root, text(), ranks, ranks - 1));
    }
  }

  /** What an element of a rank's output has to be. */
  public CollectiveKind.Source source(int rank, long index, int ranks) {
    int behindRoot = Math.floorMod(rank - root, ranks);
    CollectiveKind.Source source = kind.source(behindRoot, index, ranks, count);
    return source instanceof CollectiveKind.Source.Of(int from, long at)
        ? new CollectiveKind.Source.Of((from + root) % ranks, at)
        : source;
  }

  /** Whether this element of a rank's input counts. */
  public boolean isRead(int rank, long index, int ranks) {
    return kind.isRead(Math.floorMod(rank - root, ranks), index, ranks, count);
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
    return Math.multiplyExact((long) terms(ranks) + ranks, bytes());
  }

  /** Elements of the operands of one rank. */
  public long operandCount(int rank, int ranks) {
    return Math.multiplyExact(termsOf(ranks).count(rank) + 1, count);
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    return allocate(allocator, 0, ranks, ranks);
  }

  /**
   * Operands of some of the ranks.
   *
   * @param first the first of them
   * @param here how many
   */
  public Operands allocate(SegmentAllocator allocator, int first, int here, int ranks) {
    Chunks terms = termsOf(ranks);
    List<Matrix> inputs =
        IntStream.range(first, first + here)
            .mapToObj(rank -> Buffers.vector(allocator, dtype, terms.count(rank) * count))
            .toList();
    List<Matrix> outputs =
        inputs.stream().map(_ -> Buffers.vector(allocator, dtype, count)).toList();
    return new Operands(inputs, outputs);
  }

  @Override
  public void fill(Operands operands, Fill fill) {
    Chunks terms = termsOf(operands.outputs().size());
    for (int rank = 0; rank < operands.inputs().size(); rank++) {
      for (int i = 0; i < terms.count(rank); i++) {
        fill.fill(term(operands.input(rank), i), seed, (int) terms.start(rank) + i);
      }
      Fill.POISON.fill(operands.output(rank), seed, rank);
    }
  }

  /** One of the vectors that a rank brings. */
  public Matrix term(Matrix input, int number) {
    return input.tile(0, number * count, 1, count);
  }

  @Override
  public Fill exactFill(int ranks) {
    return op.exactFill(dtype, terms(ranks));
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
        switch (source(rank, i, ranks)) {
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
    double[] terms = new double[terms(ranks)];
    for (int term = 0; term < terms.length; term++) {
      terms[term] = value(term, index, fill);
    }
    return op.reference(dtype, terms);
  }

  /** An element of one of the vectors, e.g. of the input of one rank. */
  public double value(int term, long index, Fill fill) {
    return dtype.round(fill.at(seed, term, index));
  }

  /**
   * Reads {@code allreduce:f32:sum:64MiB[:root=…][:blocks=…][:seed=…]}; the size is that of one
   * rank's vector.
   */
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
      text.require(form(), sizeAt + 1, ROOT, BLOCKS, "seed");
      DType dtype = DType.parse(text.fields().get(0));
      ReduceOp op = kind.combines() ? ReduceOp.parse(text.fields().get(1)) : ReduceOp.SUM;
      return new Collective(
          kind,
          dtype,
          op,
          text.elements(sizeAt, dtype),
          text.natural(ROOT, 0),
          text.natural(BLOCKS, 0),
          text.seed());
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
