package dev.muster.suites.collective;

import dev.muster.kernels.problem.AllReduce;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The values of the vectors of an all-reduce: small integers, whose answer is exact in any order,
 * over a period that repeats. Filling and checking run at the speed of memory.
 *
 * <p>The period is a prime number of elements, so that no chunk of an algorithm begins where
 * another one does.
 */
final class Pattern implements AutoCloseable {
  private static final long PERIOD_COUNT_MAX = 999_983;

  private final Arena arena = Arena.ofConfined();
  private final AllReduce problem;
  private final int ranks;
  private final DType dtype;
  private final long periodCount;

  Pattern(AllReduce problem, int ranks) {
    this.problem = problem;
    this.ranks = ranks;
    this.dtype = problem.dtype();
    this.periodCount = Math.min(problem.count(), PERIOD_COUNT_MAX);
  }

  /** Writes the vector of a rank for one repetition. */
  void fill(Matrix vector, int rank, long repetition) {
    Fill fill = problem.exactFill(ranks).repetition(repetition);
    for (long i = 0; i < periodCount; i++) {
      vector.set(0, i, fill.at(problem.seed(), rank, i));
    }
    long periodBytes = periodCount * dtype.bytes();
    MemorySegment memory = vector.segment();
    for (long at = periodBytes; at < memory.byteSize(); at += periodBytes) {
      MemorySegment.copy(memory, 0, memory, at, Math.min(periodBytes, memory.byteSize() - at));
    }
  }

  /** Elements of an output that are not the answer. */
  long wrongCount(Matrix output, long repetition) {
    if (problem.count() == 0) {
      return 0;
    }
    MemorySegment answer = answer(repetition);
    MemorySegment memory = output.segment();
    long wrong = 0;
    for (long at = 0; at < memory.byteSize(); at += answer.byteSize()) {
      long bytes = Math.min(answer.byteSize(), memory.byteSize() - at);
      wrong += differing(memory.asSlice(at, bytes), answer.asSlice(0, bytes));
    }
    return wrong;
  }

  private MemorySegment answer(long repetition) {
    Fill fill = problem.exactFill(ranks).repetition(repetition);
    MemorySegment answer = arena.allocate(periodCount * dtype.bytes(), Double.BYTES);
    double[] terms = new double[ranks];
    for (long i = 0; i < periodCount; i++) {
      for (int rank = 0; rank < ranks; rank++) {
        terms[rank] = fill.at(problem.seed(), rank, i);
      }
      dtype.set(answer, i, problem.op().reference(dtype, terms).value());
    }
    return answer;
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

  @Override
  public void close() {
    arena.close();
  }
}
