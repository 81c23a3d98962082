package dev.muster.suites.collective;

import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.CollectiveKind.Source;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongToDoubleFunction;

/**
 * The values of the vectors of a collective: small integers, whose combination is exact in any
 * order, over a period that repeats, so that vectors are filled at the speed of memory.
 *
 * <p>A part of a vector is compared with a stretch of the period, which is computed for it.
 *
 * <p>The period is a prime number of elements, so that no chunk of an algorithm begins where
 * another one does.
 */
final class Pattern {
  private static final long PERIOD_COUNT_MAX = 999_983;

  private final Collective problem;
  private final int ranks;
  private final DType dtype;
  private final long periodCount;

  Pattern(Collective problem, int ranks) {
    this.problem = problem;
    this.ranks = ranks;
    this.dtype = problem.dtype();
    this.periodCount = Math.min(problem.count(), PERIOD_COUNT_MAX);
  }

  /** Writes the input of a rank for one repetition. */
  void fill(Matrix input, int rank, long repetition) {
    Chunks terms = problem.termsOf(ranks);
    for (int i = 0; i < terms.count(rank); i++) {
      fillTerm(problem.term(input, i), (int) terms.start(rank) + i, repetition);
    }
  }

  private void fillTerm(Matrix vector, int term, long repetition) {
    Fill fill = fill(repetition);
    for (long i = 0; i < periodCount; i++) {
      vector.set(0, i, fill.at(problem.seed(), term, i));
    }
    long periodBytes = periodCount * dtype.bytes();
    MemorySegment memory = slice(vector.segment(), 0, problem.count());
    for (long at = periodBytes; at < memory.byteSize(); at += periodBytes) {
      MemorySegment.copy(memory, 0, memory, at, Math.min(periodBytes, memory.byteSize() - at));
    }
  }

  private Fill fill(long repetition) {
    return problem.exactFill(ranks).repetition(repetition);
  }

  /** Elements of the output of a rank that are not the answer. */
  long wrongCount(Matrix output, int rank, long repetition) {
    Chunks parts =
        problem.kind() == CollectiveKind.ALL_TO_ALL
            ? new Chunks(problem.count() / ranks * ranks, ranks)
            : new Chunks(problem.count(), ranks);
    long wrong = 0;
    for (int part = 0; part < ranks; part++) {
      long first = parts.start(part);
      long count = parts.count(part);
      if (count > 0) {
        wrong += wrongCount(output, first, count, repetition, source(rank, first));
      }
    }
    return wrong;
  }

  private Source source(int rank, long index) {
    return problem.source(rank, index, ranks);
  }

  /** Of a part, whose elements have neighbours as sources. */
  private long wrongCount(Matrix output, long first, long count, long repetition, Source source) {
    Fill fill = fill(repetition);
    return switch (source) {
      case Source.Nothing() -> 0;
      case Source.Combined() ->
          differing(output, first, count, first, i -> problem.combined(i, ranks, fill).value());
      case Source.Of(int from, long index) ->
          differing(output, first, count, index, i -> problem.value(from, i, fill));
    };
  }

  /**
   * Compares a part with values of the period.
   *
   * @param index of the source of the first element
   */
  private long differing(
      Matrix output, long first, long count, long index, LongToDoubleFunction value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment period = arena.allocate(periodCount * dtype.bytes(), Double.BYTES);
      for (long i = 0; i < Math.min(count, periodCount); i++) {
        long place = (index + i) % periodCount;
        dtype.set(period, place, value.applyAsDouble(place));
      }
      long wrong = 0;
      for (long at = 0; at < count; ) {
        long from = (index + at) % periodCount;
        long length = Math.min(count - at, periodCount - from);
        wrong +=
            differing(slice(output.segment(), first + at, length), slice(period, from, length));
        at += length;
      }
      return wrong;
    }
  }

  private MemorySegment slice(MemorySegment memory, long first, long count) {
    return memory.asSlice(first * dtype.bytes(), count * dtype.bytes());
  }

  private long differing(MemorySegment actual, MemorySegment expected) {
    if (actual.mismatch(expected) < 0) {
      return 0;
    }
    long wrong = 0;
    for (long i = 0; i < actual.byteSize() / dtype.bytes(); i++) {
      if (dtype.get(actual, i) != dtype.get(expected, i)) {
        wrong++;
      }
    }
    return wrong;
  }
}
