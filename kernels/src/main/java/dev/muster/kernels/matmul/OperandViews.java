package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import java.util.stream.Stream;

/** The operands of a product as addresses, for as long as their memory lives. */
final class OperandViews {
  private final MatMul problem;
  private final OperandScopes scopes;
  private final View a;
  private final View b;
  private final View c;

  /**
   * @param operands that {@link MatMulOperands#check} has let pass
   * @throws IllegalArgumentException where one is on the heap
   */
  OperandViews(MatMul problem, Operands operands) {
    this.problem = problem;
    if (Stream.concat(operands.inputs().stream(), operands.outputs().stream())
        .anyMatch(matrix -> !matrix.segment().isNative())) {
      throw new IllegalArgumentException("an operand is on the heap; operands are native memory");
    }
    this.scopes = OperandScopes.of(operands);
    this.a = View.of(operands.input(0), problem.trans().ofA());
    this.b = View.of(operands.input(1), problem.trans().ofB());
    this.c = View.of(operands.output(0), false);
  }

  View a() {
    return a;
  }

  View b() {
    return b;
  }

  View c() {
    return c;
  }

  /** Bytes between rows of A as it is stored. */
  long aStepBytes() {
    return problem.trans().ofA() ? a.colBytes() : a.rowBytes();
  }

  /** Bytes between rows of B as it is stored. */
  long bStepBytes() {
    return problem.trans().ofB() ? b.colBytes() : b.rowBytes();
  }

  /**
   * How many of the last rows of B reach behind its last element, when each is read in whole
   * vectors.
   */
  int maskedSteps(int lanes) {
    long overrunBytes = (long) Math.floorMod(-problem.n(), lanes) * problem.dtype().bytes();
    return rowsBehindTheEnd(overrunBytes, bStepBytes(), problem.k());
  }

  /**
   * How many of the last rows of an operand reach behind its last element, when each is read so
   * much too far.
   *
   * @param rows that there are
   */
  static int rowsBehindTheEnd(long overrunBytes, long rowStepBytes, int rows) {
    return (int) Math.min(rows, (overrunBytes + rowStepBytes - 1) / rowStepBytes);
  }

  /** Refuses to touch memory that was freed after the kernel was bound. */
  void requireAlive() {
    scopes.requireAlive();
  }
}
