package dev.muster.kernels.reduce;

import java.lang.foreign.MemorySegment;

/** out ← x + y over f32 vectors; {@code out} may be {@code x} or {@code y}. */
@FunctionalInterface
interface SumLoop {
  void sum(MemorySegment x, MemorySegment y, MemorySegment out, long count);
}
