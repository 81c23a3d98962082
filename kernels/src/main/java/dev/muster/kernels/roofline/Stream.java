package dev.muster.kernels.roofline;

import dev.muster.kernels.problem.ByteSize;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A loop of McCalpin's STREAM: what memory gives to long vectors. As there, bytes are those that
 * the loop names; that most cores also read what they are about to overwrite is not counted.
 */
public abstract sealed class Stream implements Ceiling permits StreamCopy, StreamTriad, Transfer {

  /** Elements of one vector; STREAM asks for four times the last-level cache. */
  abstract long count();

  /** Vectors that the loop reads. */
  abstract int inputCount();

  /** The first word of the text form. */
  abstract String loop();

  /** What the loop writes for these inputs. */
  abstract double expected(double[] inputs);

  @Override
  public String text() {
    return "%s:%s:%s".formatted(loop(), dtype(), ByteSize.text(count() * dtype().bytes()));
  }

  /** A problem is its text, which holds the loop, the type and the size. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Stream stream && text().equals(stream.text());
  }

  @Override
  public final int hashCode() {
    return text().hashCode();
  }

  @Override
  public long bytes() {
    return Math.multiplyExact((long) vectors() * dtype().bytes(), count());
  }

  /** Vectors that the loop reads or writes. */
  public int vectors() {
    return inputCount() + 1;
  }

  /** Bytes of one vector. */
  public long vectorBytes() {
    return count() * dtype().bytes();
  }

  @Override
  public long operandBytes(int ranks) {
    return Math.multiplyExact(ranks, bytes());
  }

  @Override
  public Operands allocate(SegmentAllocator allocator, int ranks) {
    List<Matrix> inputs =
        IntStream.range(0, inputCount())
            .mapToObj(_ -> Buffers.vector(allocator, dtype(), count()))
            .toList();
    return new Operands(inputs, List.of(Buffers.vector(allocator, dtype(), count())));
  }

  @Override
  public void fill(Operands operands, Fill fill) {
    for (int i = 0; i < inputCount(); i++) {
      fill.fill(operands.input(i), 0, i);
    }
    Fill.POISON.fill(operands.output(0), 0, 0);
  }

  @Override
  public Fill exactFill(int ranks) {
    return Fill.exact(dtype(), 2);
  }

  @Override
  public Verdict judge(Operands operands, Fill fill) {
    Verdict.Builder verdict = new Verdict.Builder();
    double[] inputs = new double[inputCount()];
    for (long i = 0; i < count(); i++) {
      for (int operand = 0; operand < inputs.length; operand++) {
        inputs[operand] = dtype().round(fill.at(0, operand, i));
      }
      double expected = dtype().round(expected(inputs));
      double actual = operands.output(0).get(0, i);
      verdict.compare("out", 0, i, expected, actual, bound(inputs));
    }
    return verdict.build();
  }

  /** How far an answer may be off; 0 where the loop rounds at most once. */
  abstract double bound(double[] inputs);
}
