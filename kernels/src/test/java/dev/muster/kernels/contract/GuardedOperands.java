package dev.muster.kernels.contract;

import static org.junit.jupiter.api.Assertions.fail;

import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Operands with canaries before, behind and between their rows, which {@link #assertIntact} finds
 * unharmed or not.
 */
public final class GuardedOperands {
  private static final byte CANARY = (byte) 0xA5;
  private static final int MARGIN_BYTES = 256;

  private final List<Guarded> guarded = new ArrayList<>();
  private final Operands operands;

  private record Guarded(MemorySegment whole, Matrix matrix, long startBytes) {}

  /**
   * @param padding elements between two rows, and by which the first is moved off its alignment
   */
  public GuardedOperands(Problem problem, int ranks, Arena arena, int padding) {
    Operands plain = problem.allocate(Arena.ofAuto(), ranks);
    List<Matrix> inputs = plain.inputs().stream().map(m -> guard(m, arena, padding)).toList();
    List<Matrix> outputs = plain.outputs().stream().map(m -> guard(m, arena, padding)).toList();
    this.operands = new Operands(inputs, outputs);
  }

  public Operands operands() {
    return operands;
  }

  private Matrix guard(Matrix shape, Arena arena, int padding) {
    long stride = shape.rows() > 1 ? shape.cols() + padding : shape.cols();
    long bytes = shape.rows() * stride * shape.dtype().bytes();
    long startBytes = MARGIN_BYTES + (long) padding * shape.dtype().bytes();
    MemorySegment whole = Buffers.allocate(arena, startBytes + bytes + MARGIN_BYTES);
    whole.fill(CANARY);
    Matrix matrix =
        new Matrix(
            whole.asSlice(startBytes, bytes), shape.dtype(), shape.rows(), shape.cols(), stride);
    guarded.add(new Guarded(whole, matrix, startBytes));
    return matrix;
  }

  /** Fails where a byte outside of the elements has changed. */
  public void assertIntact(String what) {
    for (Guarded each : guarded) {
      Matrix matrix = each.matrix;
      long rowBytes = matrix.cols() * matrix.dtype().bytes();
      long strideBytes = matrix.stride() * matrix.dtype().bytes();
      long at = 0;
      for (long row = 0; row < matrix.rows(); row++) {
        at = assertCanaries(what, each.whole, at, each.startBytes + row * strideBytes) + rowBytes;
      }
      assertCanaries(what, each.whole, at, each.whole.byteSize());
    }
  }

  private static long assertCanaries(String what, MemorySegment whole, long from, long to) {
    for (long at = from; at < to; at++) {
      if (whole.get(ValueLayout.JAVA_BYTE, at) != CANARY) {
        fail(what + ": byte " + at + " was written, which is no element's");
      }
    }
    return to;
  }
}
