package dev.muster.suites.cli;

import dev.muster.suites.measure.Work;

/** A line per measurement, and more in a long one that tells how far it is, for a log. */
final class LineProgress implements Progress {
  private static final double LONG_SECONDS = 60;

  private final Console console;
  private final int total;
  private final Estimate estimate;
  private int begun;
  private Work current;

  LineProgress(Console console, int total, Estimate estimate) {
    this.console = console;
    this.total = total;
    this.estimate = estimate;
  }

  @Override
  public void begin(Work work) {
    begun++;
    current = work;
    estimate.begin(work);
    note("");
  }

  @Override
  public void advance(double share) {
    estimate.advance(share);
    if (share < 1 && current.expectedSeconds() > LONG_SECONDS) {
      note(", %.0f %% done".formatted(100 * share));
    }
  }

  private void note(String done) {
    console.note(
        "[%d/%d] %s%s, about %s left"
            .formatted(begun, total, current.text(), done, Estimate.text(estimate.left())));
  }

  @Override
  public void end() {
    estimate.end();
  }

  @Override
  public void close() {}
}
