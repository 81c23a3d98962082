package dev.muster.offload.opencl;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory that what is bound for one device uses one after the other, never at once: the first
 * allocation of every binding is the same memory, and so is the second, where it is large enough.
 */
final class ScratchMemory {
  private final ClTarget target;
  private final List<Piece> pieces = new ArrayList<>();
  private int next;

  private record Piece(ClMemory memory, long bytes) {}

  /**
   * @param target where the memory comes from, which has no scratch itself
   */
  ScratchMemory(ClTarget target) {
    this.target = target;
  }

  /** What is bound from now on may use what was used before. */
  void begin() {
    next = 0;
  }

  ClMemory allocate(long bytes) {
    int number = next++;
    if (number == pieces.size()) {
      pieces.add(new Piece(target.allocate(bytes), bytes));
    } else if (pieces.get(number).bytes < bytes) {
      pieces.set(number, new Piece(target.allocate(bytes), bytes));
    }
    return pieces.get(number).memory;
  }
}
