package dev.muster.kernels.tensor;

import java.lang.foreign.MemorySegment;

/**
 * All native memory as one segment, so that an address is an offset.
 *
 * <p>A constant segment without an end costs C2 no check of bounds or life time in a loop, where
 * the segment of an operand costs several instructions per access (docs/adr/0011). The price: a
 * wrong address ends the process. Only kernels use it, on operands that were checked when they were
 * bound.
 */
public final class NativeMemory {
  /** From address 0 on. */
  public static final MemorySegment ALL = everything();

  private NativeMemory() {}

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
