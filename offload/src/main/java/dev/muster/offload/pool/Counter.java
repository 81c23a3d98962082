package dev.muster.offload.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one thread counts up and others wait for, alone on its cache lines. What the writer
 * did before {@link #set} is seen by whoever sees the number.
 */
final class Counter {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** Two cache lines on either side: adjacent lines are fetched in pairs. */
  private static final int MIDDLE = 16;

  private final long[] padded = new long[2 * MIDDLE + 1];

  long get() {
    return (long) LONGS.getAcquire(padded, MIDDLE);
  }

  void set(long value) {
    LONGS.setRelease(padded, MIDDLE, value);
  }

  long increment() {
    return (long) LONGS.getAndAdd(padded, MIDDLE, 1L) + 1;
  }

  void awaitAtLeast(long value, Pause pause) {
    pause.begin();
    while (get() < value) {
      pause.once();
    }
  }
}
