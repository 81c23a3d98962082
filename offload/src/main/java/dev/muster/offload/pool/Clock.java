package dev.muster.offload.pool;

/** The time of a pool: real on a measured pool, virtual on a modelled one. */
@FunctionalInterface
public interface Clock {

  /** Nanoseconds since some fixed moment. */
  long nanos();

  /** The monotonic clock of this machine. */
  static Clock real() {
    return System::nanoTime;
  }
}
