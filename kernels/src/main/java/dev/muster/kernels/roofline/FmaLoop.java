package dev.muster.kernels.roofline;

import java.lang.foreign.MemorySegment;

/** All chains of {@link FmaPeak} from beginning to end. */
@FunctionalInterface
interface FmaLoop {

  /** Writes the lanes of chain c from byte {@code c·chainBytes} of {@code out} on. */
  void run(double a, double b, MemorySegment out, long chainBytes);
}
