package dev.muster.offload.pool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies a few words. */
final class SmallCopy {
  private SmallCopy() {}

  /** {@code target} ← {@code source}, which is as long, and a multiple of 4 bytes. */
  static void copy(MemorySegment source, MemorySegment target) {
    long bytes = source.byteSize();
    long at = 0;
    for (; at <= bytes - Long.BYTES; at += Long.BYTES) {
      target.set(
          ValueLayout.JAVA_LONG_UNALIGNED, at, source.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
    }
    if (at < bytes) {
      target.set(
          ValueLayout.JAVA_INT_UNALIGNED, at, source.get(ValueLayout.JAVA_INT_UNALIGNED, at));
    }
  }
}
