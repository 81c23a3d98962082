package dev.muster.suites.cli;

import dev.muster.suites.measure.Work;

/** A line per measurement, for a log. */
final class LineProgress implements Progress {
  private final Console console;
  private final int total;
  private final Estimate estimate;
  private int begun;

  LineProgress(Console console, int total, Estimate estimate) {
    this.console = console;
    this.total = total;
    this.estimate = estimate;
  }

  @Override
  public void begin(Work work) {
    begun++;
    estimate.begin(work);
    console.note(
        "[%d/%d] %s, about %s left"
            .formatted(begun, total, work.text(), Estimate.text(estimate.left())));
  }

  @Override
  public void end() {
    estimate.end();
  }

  @Override
  public void close() {}
}
