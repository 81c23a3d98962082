package dev.muster.suites.cli;

import dev.muster.offload.pool.Clock;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** How much of the time of a search is used up, in the last line of a terminal; else nothing. */
final class BudgetBar implements AutoCloseable {
  private static final int UPDATE_MILLIS = 500;

  private final ProgressBar bar;
  private final Clock clock = Clock.real();
  private final long begin = clock.nanos();
  private final long budgetSeconds;

  BudgetBar(Console console, String name, double budgetSeconds) {
    this.budgetSeconds = Math.round(budgetSeconds);
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(this.budgetSeconds)
            .setUnit(" s", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .hideEta()
            .setConsumer(new Line(console))
            .build();
  }

  /** Called now and then. */
  void update() {
    bar.stepTo(Math.min(budgetSeconds, (long) ((clock.nanos() - begin) * 1e-9)));
  }

  @Override
  public void close() {
    bar.close();
  }

  private record Line(Console console) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return console.columns().orElse(1) - 1;
    }

    @Override
    public void accept(String rendered) {
      if (console.columns().isPresent()) {
        console.progress(rendered);
      }
    }

    @Override
    public void close() {}
  }
}
