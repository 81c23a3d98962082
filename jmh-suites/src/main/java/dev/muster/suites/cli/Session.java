package dev.muster.suites.cli;

import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.results.report.Report;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Work;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Does piece by piece of work; its results are stored and shown before the next one begins. */
final class Session {
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
  int measure(List<? extends Work> work, Map<Result.Key, Result> known) {
    List<? extends Work> missing = work.stream().filter(each -> !isKnown(each, known)).toList();
    boolean allWell = true;
    try (Progress progress = Progress.of(muster.console(), missing)) {
      for (Work each : work) {
        boolean old = isKnown(each, known);
        List<Result> results =
            old ? each.keys().stream().map(known::get).toList() : measure(each, progress);
        if (!muster.interruption().unless(() -> keep(results, old))) {
          return Main.INTERRUPTED;
        }
        results.forEach(report::add);
        allWell &= results.stream().allMatch(Session::isWell);
      }
    }
    report.conclude();
    return allWell ? Main.OK : Main.WRONG;
  }

  private static boolean isKnown(Work work, Map<Result.Key, Result> known) {
    return known.keySet().containsAll(work.keys());
  }

  private static boolean isWell(Result result) {
    return result.status() == Status.OK || result.status() == Status.UNSUPPORTED;
  }

  private void keep(List<Result> results, boolean old) {
    if (!old) {
      results.forEach(store);
    }
  }

  private List<Result> measure(Work work, Progress progress) {
    progress.begin(work);
    List<Result> results = work.measure(meter.telling(progress::advance));
    progress.end();
    return results;
  }
}
