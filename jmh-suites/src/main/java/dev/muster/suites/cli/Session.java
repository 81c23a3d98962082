package dev.muster.suites.cli;

import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.results.report.Report;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Planned;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures line by line; each result is stored and shown before the next one begins. */
final class Session {
  /** Ctrl-C ends a fork as well, and that may be seen before our own end begins. */
  private static final long DOUBT_MILLIS = 500;

  private final Main muster;
  private final Meter meter;
  private final Report report;
  private final Consumer<Result> store;

  Session(Main muster, Meter meter, Report report, Consumer<Result> store) {
    this.muster = muster;
    this.meter = meter;
    this.report = report;
    this.store = store;
  }

  /**
   * Measures what is not known and shows all.
   *
   * @param known results that an earlier session stored
   * @return the exit code
   */
  int measure(List<Planned> planned, Map<Result.Key, Result> known) {
    List<Planned> missing =
        planned.stream().filter(each -> !known.containsKey(each.key())).toList();
    boolean allWell = true;
    try (Progress progress = Progress.of(muster.console(), missing)) {
      for (Planned each : planned) {
        Result result =
            known.containsKey(each.key()) ? known.get(each.key()) : measure(each, progress);
        if (!muster.interruption().unless(() -> keep(result, known))) {
          return Main.INTERRUPTED;
        }
        report.add(result);
        allWell &= result.status() == Status.OK || result.status() == Status.UNSUPPORTED;
      }
    }
    report.conclude();
    return allWell ? Main.OK : Main.WRONG;
  }

  private void keep(Result result, Map<Result.Key, Result> known) {
    if (!known.containsKey(result.key())) {
      store.accept(result);
    }
  }

  private Result measure(Planned planned, Progress progress) {
    progress.begin(planned);
    Result result = meter.measure(planned);
    if (result.status() == Status.FAILED) {
      pause();
    }
    progress.end();
    return result;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(DOUBT_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
