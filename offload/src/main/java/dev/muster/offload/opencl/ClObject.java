package dev.muster.offload.opencl;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongToIntFunction;

/** One reference to an OpenCL object, released once. */
abstract class ClObject implements Owned.Owner {
  private static final LongAdder OPEN = new LongAdder();

  private final long handle;
  private final String releaseCall;
  private final LongToIntFunction release;
  private final AtomicBoolean released = new AtomicBoolean();

  ClObject(long handle, String releaseCall, LongToIntFunction release) {
    this.handle = handle;
    this.releaseCall = releaseCall;
    this.release = release;
    OPEN.increment();
  }

  /** How many of this process are not released. */
  static long open() {
    return OPEN.sum();
  }

  final long handle() {
    return handle;
  }

  /** Twice is fine. */
  @Override
  public final void close() {
    if (released.compareAndSet(false, true)) {
      OPEN.decrement();
      ClError.check(releaseCall, release.applyAsInt(handle));
    }
  }
}
