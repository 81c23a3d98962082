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

  /** More than any address, and with room above it for the length of any operand. */
  public static final long ADDRESS_MAX = Long.MAX_VALUE >> 1;

  private NativeMemory() {}

  /**
   * The same address, in a form that shows C2 that it is neither negative nor near the end of
   * {@link #ALL}. Where it is the base of an access at a positive offset, no bounds are checked,
   * neither in a loop nor ahead of it; the checks ahead of a loop are some 60 instructions.
   */
  public static long bounded(long address) {
    return address & ADDRESS_MAX;
  }

  /**
   * Where a segment of native memory begins.
   *
   * @throws IllegalStateException where it was freed
   */
  public static long addressOf(MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("an operand was freed");
    }
    return segment.address();
  }

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
