package dev.muster.offload.pool;

import java.util.concurrent.locks.LockSupport;

/**
 * How a rank waits: it spins while an answer can be expected within microseconds, then gives its
 * core away, then sleeps. One per waiting thread.
 *
 * <p>Spinning answers within a cache miss and costs a core; where ranks share cores it would keep
 * the awaited rank from running, so that there is none.
 */
final class Pause {
  private static final int YIELD_COUNT = 50;
  private static final long SLEEP_NANOS = 20_000;

  private final int spinCount;
  private final TeamState state;
  private final Tally waited = new Tally();

  Pause(int spinCount, TeamState state) {
    this.spinCount = spinCount;
    this.state = state;
  }

  /** To be called before the first of a row of {@link #once}. */
  void begin() {
    waited.set(0);
  }

  /**
   * Waits a little, longer the more often it was called.
   *
   * @throws RankFailedException where the awaited rank will never answer
   */
  @SuppressWarnings("ThreadPriorityCheck") // a yield is meant: ranks that share a core take turns
  void once() {
    long times = waited.get() + 1;
    waited.set(times);
    if (times <= spinCount) {
      Thread.onSpinWait();
      return;
    }
    state.throwIfFailed();
    if (times <= spinCount + YIELD_COUNT) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(SLEEP_NANOS);
    }
  }
}
