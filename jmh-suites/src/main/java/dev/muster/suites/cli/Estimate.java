package dev.muster.suites.cli;

import dev.muster.suites.measure.Work;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How long the rest of a run will take: the time that each measurement plans for, corrected by how
 * long those before it took.
 */
final class Estimate {
  private static final double NANOS = 1e-9;

  private final LongSupplier clock;
  private final long startNanos;
  private double restSeconds;
  private double doneSeconds;
  private double wholeSeconds;
  private double currentSeconds;
  private long currentStartNanos;

  /**
   * @param clock nanoseconds since any moment
   */
  Estimate(List<? extends Work> work, LongSupplier clock) {
    this.clock = clock;
    this.startNanos = clock.getAsLong();
    this.currentStartNanos = startNanos;
    this.restSeconds = work.stream().mapToDouble(Work::expectedSeconds).sum();
  }

  /** The next measurement begins. */
  void begin(Work work) {
    wholeSeconds = work.expectedSeconds();
    currentSeconds = wholeSeconds;
    currentStartNanos = clock.getAsLong();
  }

  /**
   * The measurement that began has come so far.
   *
   * @param share of it, 0 to 1
   */
  void advance(double share) {
    double newlyDone = currentSeconds - (1 - share) * wholeSeconds;
    doneSeconds += newlyDone;
    restSeconds -= newlyDone;
    currentSeconds -= newlyDone;
    currentStartNanos = clock.getAsLong();
  }

  /** The measurement that began has ended. */
  void end() {
    advance(1);
  }

  /** What is left, the current measurement included. */
  Duration left() {
    double elapsed = (currentStartNanos - startNanos) * NANOS;
    double slowness = doneSeconds > 0 ? elapsed / doneSeconds : 1;
    double inCurrent = (clock.getAsLong() - currentStartNanos) * NANOS;
    double current = Math.max(0, currentSeconds * slowness - inCurrent);
    double others = (restSeconds - currentSeconds) * slowness;
    return Duration.ofMillis(Math.round(1000 * (current + Math.max(0, others))));
  }

  /** Minutes and seconds. */
  static String text(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
