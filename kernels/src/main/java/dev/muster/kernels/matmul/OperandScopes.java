package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.Operands;
import java.lang.foreign.MemorySegment;

/**
 * How long the memory of a product's operands lives, for kernels that use their addresses.
 *
 * @param a of A
 * @param b of B
 * @param c of C
 */
public record OperandScopes(MemorySegment.Scope a, MemorySegment.Scope b, MemorySegment.Scope c) {

  /** Of A, B and C. */
  public static OperandScopes of(Operands operands) {
    return new OperandScopes(
        operands.input(0).segment().scope(),
        operands.input(1).segment().scope(),
        operands.output(0).segment().scope());
  }

  /**
   * Refuses to touch memory that was freed after the kernel was bound.
   *
   * @throws IllegalStateException where an operand was freed
   */
  public void requireAlive() {
    if (!a.isAlive() || !b.isAlive() || !c.isAlive()) {
      throw new IllegalStateException("an operand was freed");
    }
  }
}
