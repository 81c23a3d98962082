package dev.muster.suites.cli;

import dev.muster.suites.measure.Planned;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/**
 * How far a run is and how long it will take: a bar on a terminal, a line per measurement
 * elsewhere.
 *
 * <p>What is left is estimated from the time that each measurement plans for, corrected by how long
 * those before it took.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 100;
  private static final int UPDATE_MILLIS = 500;

  private final Console console;
  private final List<Planned> planned;
  private final double[] expectedSeconds;
  private final ProgressBar bar;
  private final long startNanos = System.nanoTime();
  private int index;
  private double doneExpectedSeconds;
  private long stepStartNanos = startNanos;

  Progress(Console console, List<Planned> planned) {
    this.console = console;
    this.planned = planned;
    this.expectedSeconds =
        planned.stream().mapToDouble(each -> each.effort().expectedSeconds()).toArray();
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("muster")
            .setInitialMax(planned.size())
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setEtaFunction(this::eta)
            .setConsumer(new DelegatingProgressBarConsumer(console::progress, WIDTH))
            .build();
  }

  /** The measurement that begins now. */
  void begin(int newIndex) {
    index = newIndex;
    stepStartNanos = System.nanoTime();
    bar.setExtraMessage(planned.get(index).line().toString());
    bar.stepTo(index);
    if (!console.interactive()) {
      console.note(
          "[%d/%d] %s, about %s left"
              .formatted(index + 1, planned.size(), planned.get(index).line(), text(left())));
    }
  }

  /** The measurement that began has ended. */
  void end() {
    doneExpectedSeconds += expectedSeconds[index];
    bar.stepTo(index + 1L);
  }

  private Optional<Duration> eta(ProgressState state) {
    return Optional.of(left());
  }

  private Duration left() {
    double rest = 0;
    for (int i = index; i < expectedSeconds.length; i++) {
      rest += expectedSeconds[i];
    }
    double elapsed = (stepStartNanos - startNanos) * 1e-9;
    double factor = doneExpectedSeconds > 0 ? elapsed / doneExpectedSeconds : 1;
    double inStep = (System.nanoTime() - stepStartNanos) * 1e-9;
    return Duration.ofMillis((long) (1000 * Math.max(0, rest * factor - inStep)));
  }

  static String text(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }

  @Override
  public void close() {
    bar.close();
    console.endProgress();
  }
}
