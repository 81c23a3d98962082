package dev.muster.suites.measure;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Ends the processes that a measurement has started, where it takes far longer than it may. */
final class Watchdog implements AutoCloseable {
  private final Set<Long> before =
      children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watchdog").factory());
  private volatile boolean barked;

  Watchdog(double limitSeconds) {
    long millis = (long) (limitSeconds * 1000);
    var _ = timer.scheduleWithFixedDelay(this::bark, millis, 1000, TimeUnit.MILLISECONDS);
  }

  private void bark() {
    for (ProcessHandle child : children()) {
      if (!before.contains(child.pid())) {
        barked = true;
        child.destroyForcibly();
      }
    }
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().descendants().toList();
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
