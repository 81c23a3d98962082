package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.DType;
import java.lang.foreign.SegmentAllocator;

/**
 * What is computed: how much work it is, how its operands are filled, and how an answer is judged.
 *
 * <p>A problem is an immutable value; {@link #text()} parses back to it through {@link
 * Problems#parse}. It knows neither how it is computed nor where.
 */
public interface Problem {

  /** The canonical text form, e.g. {@code matmul:f32:1024x1024x1024}. */
  String text();

  DType dtype();

  /** Floating-point operations of one execution; integer additions count as well. */
  double flops();

  /** Bytes that one execution must read and write at least, every operand touched once. */
  long bytes();

  /**
   * Bytes that {@link #allocate} takes for this many ranks.
   *
   * @throws ArithmeticException where a {@code long} cannot say how many
   */
  long operandBytes(int ranks);

  /** Zeroed operands, in the order that the implementing class documents. */
  Operands allocate(SegmentAllocator allocator, int ranks);

  /** Gives every operand its value before a run; what is only written is poisoned with NaN. */
  void fill(Operands operands, Fill fill);

  /** The fill with which every order of summation gives the same bits. */
  Fill exactFill(int ranks);

  /**
   * Compares the outputs with the reference answer for operands that were filled with {@code fill}.
   * The tolerance is computed from the problem: it is 0 for {@link #exactFill}.
   */
  Verdict judge(Operands operands, Fill fill);
}
