package dev.muster.suites.cli;

import dev.muster.suites.measure.Work;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar in the last line of a terminal, never wider than its window is at that moment. */
final class BarProgress implements Progress {
  private static final int UPDATE_MILLIS = 500;

  /** What stands beside the repeat line: name, percentage, a short bar, count and times. */
  private static final int BESIDE_COLUMNS = 56;

  private final Console console;
  private final Estimate estimate;
  private final ProgressBar bar;

  BarProgress(Console console, int total, Estimate estimate) {
    this.console = console;
    this.estimate = estimate;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("muster")
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .continuousUpdate()
            .setEtaFunction(_ -> Optional.of(left()))
            .setConsumer(new Line())
            .build();
  }

  private synchronized Duration left() {
    return estimate.left();
  }

  @Override
  public void begin(Work work) {
    synchronized (this) {
      estimate.begin(work);
    }
    bar.setExtraMessage(shortened(work.text(), columnsMax() - BESIDE_COLUMNS));
  }

  @Override
  public void advance(double share) {
    synchronized (this) {
      estimate.advance(share);
    }
  }

  @Override
  public void end() {
    synchronized (this) {
      estimate.end();
    }
    bar.step();
  }

  static String shortened(String text, int columnsMax) {
    if (text.length() <= columnsMax) {
      return text;
    }
    return columnsMax <= 1 ? "" : text.substring(0, columnsMax - 1) + "…";
  }

  /** A terminal breaks the line after its last column. */
  private int columnsMax() {
    return console.columns().orElse(1) - 1;
  }

  @Override
  public void close() {
    bar.close();
    console.endProgress();
  }

  /** Where the bar is drawn. */
  private final class Line implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return columnsMax();
    }

    @Override
    public void accept(String rendered) {
      console.progress(rendered);
    }

    @Override
    public void close() {}
  }
}
