package dev.muster.suites.measure;

import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends the processes that a measurement has started, where it takes far longer than it may. */
final class Watchdog implements AutoCloseable {
  private static final long AGAIN_MILLIS = 1000;

  private final Set<ProcessHandle> before = Descendants.now();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watchdog").factory());
  private volatile boolean barked;

  /** Once it has barked it goes on: JMH starts the next fork where one has ended. */
  Watchdog(double limitSeconds) {
    long limitMillis = (long) (limitSeconds * 1000);
    var _ =
        timer.scheduleWithFixedDelay(this::bark, limitMillis, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void bark() {
    barked |= Descendants.endBut(before);
  }

  /** True where it had to. */
  boolean barked() {
    return barked;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
