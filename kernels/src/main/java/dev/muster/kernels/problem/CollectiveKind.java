package dev.muster.kernels.problem;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What p ranks end with, each of which began with a vector of n elements; names as on the repeat
 * line.
 *
 * <p>Input and output of every rank have n elements. A collective that gives or takes a p-th of
 * them only has that part at its place in the whole, as nccl-tests has it in place: {@code part(r)}
 * is what {@link Chunks} gives rank r. The root is rank 0 here; where another one is, ranks are
 * counted from it.
 */
public enum CollectiveKind {
  /** Everyone has the combination of all inputs. */
  ALL_REDUCE("allreduce", true) {
    @Override
    public Source source(int rank, long index, int ranks, long count) {
      return new Source.Combined();
    }

    @Override
    public double busFactor(int ranks) {
      return 2.0 * (ranks - 1) / ranks;
    }
  },
  /** Rank r has part r of the combination. */
  REDUCE_SCATTER("reduce-scatter", true) {
    @Override
    public Source source(int rank, long index, int ranks, long count) {
      return new Chunks(count, ranks).partOf(index) == rank
          ? new Source.Combined()
          : new Source.Nothing();
    }
  },
  /** Everyone has part r of rank r's input, for every r. */
  ALL_GATHER("all-gather", false) {
    @Override
    public boolean isRead(int rank, long index, int ranks, long count) {
      return new Chunks(count, ranks).partOf(index) == rank;
    }

    @Override
    public Source source(int rank, long index, int ranks, long count) {
      return new Source.Of(new Chunks(count, ranks).partOf(index), index);
    }
  },
  /** Everyone has the input of the root. */
  BROADCAST("broadcast", false) {
    @Override
    public boolean isRead(int rank, long index, int ranks, long count) {
      return rank == 0;
    }

    @Override
    public Source source(int rank, long index, int ranks, long count) {
      return new Source.Of(0, index);
    }
  },
  /** The root has the combination of all inputs. */
  REDUCE("reduce", true) {
    @Override
    public Source source(int rank, long index, int ranks, long count) {
      return rank == 0 ? new Source.Combined() : new Source.Nothing();
    }
  },
  /**
   * Part s of rank r is part r of rank s's input. Parts are equally long; what is left over of the
   * vector stays where it is.
   */
  ALL_TO_ALL("all-to-all", false) {
    @Override
    public boolean isRead(int rank, long index, int ranks, long count) {
      return index < count / ranks * ranks;
    }

    @Override
    public Source source(int rank, long index, int ranks, long count) {
      long part = count / ranks;
      return index < part * ranks
          ? new Source.Of((int) (index / part), rank * part + index % part)
          : new Source.Nothing();
    }
  };

  private final String text;
  private final boolean combines;

  CollectiveKind(String text, boolean combines) {
    this.text = text;
    this.combines = combines;
  }

  /** Where an element of an output comes from. */
  public sealed interface Source {
    /** The elements at the same place of all inputs, combined. */
    record Combined() implements Source {}

    /** One element of the input of one rank. */
    record Of(int rank, long index) implements Source {}

    /** Nobody says. */
    record Nothing() implements Source {}
  }

  /** Whether it reduces, so that an operation belongs to it. */
  public boolean combines() {
    return combines;
  }

  /** Whether one rank is another one than the others. */
  public boolean hasRoot() {
    return this == BROADCAST || this == REDUCE;
  }

  /** Whether a rank gives or takes a part of the vector only. */
  public boolean hasParts() {
    return this == REDUCE_SCATTER || this == ALL_GATHER || this == ALL_TO_ALL;
  }

  /** Whether this element of a rank's input counts. */
  public boolean isRead(int rank, long index, int ranks, long count) {
    return true;
  }

  /** What an element of a rank's output has to be. */
  public abstract Source source(int rank, long index, int ranks, long count);

  /** busbw over algbw, by the conventions of nccl-tests. */
  public double busFactor(int ranks) {
    return hasRoot() ? 1 : (ranks - 1.0) / ranks;
  }

  /** Vectors that ranks in one memory have to read at least: each input that counts, once. */
  public int vectorsRead(int ranks) {
    return this == ALL_GATHER || this == BROADCAST ? 1 : ranks;
  }

  /** Vectors that ranks in one memory have to write at least: each output that counts, once. */
  public int vectorsWritten(int ranks) {
    return this == REDUCE_SCATTER || this == REDUCE ? 1 : ranks;
  }

  /** Elements that one rank gives or takes of {@code count}, as nccl-tests counts them. */
  public long countOfRank(long count, int ranks) {
    return hasParts() ? count / ranks : count;
  }

  /**
   * The kind with this name.
   *
   * @throws BadInputException naming the legal ones
   */
  public static CollectiveKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown collective '%s'; legal: %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(CollectiveKind::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return text;
  }
}
