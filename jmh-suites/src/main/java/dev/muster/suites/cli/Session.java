package dev.muster.suites.cli;

import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.RunWriter;
import dev.muster.results.Status;
import dev.muster.results.report.Report;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Planned;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Measures line by line; each result is stored and printed before the next one begins. */
final class Session {
  private final Console console;
  private final RunWriter writer;
  private final Report report;
  private final Meter meter;

  Session(Console console, Environment environment, RunWriter writer, Report report) {
    this.console = console;
    this.writer = writer;
    this.report = report;
    this.meter = new Meter(environment, new JmhJson(writer.file()));
  }

  /** Answers the exit code. */
  int measure(List<Planned> planned) {
    AtomicBoolean complete = new AtomicBoolean();
    Thread farewell = new Thread(() -> sayWhereToGoOn(complete));
    Runtime.getRuntime().addShutdownHook(farewell);
    boolean allWell = true;
    try (Progress progress = new Progress(console, planned)) {
      for (int i = 0; i < planned.size(); i++) {
        progress.begin(i);
        Result result = meter.measure(planned.get(i));
        writer.append(result);
        report.add(result);
        progress.end();
        allWell &= result.status() == Status.OK || result.status() == Status.UNSUPPORTED;
      }
    }
    report.conclude();
    complete.set(true);
    console.note("stored in " + writer.file());
    return allWell ? Main.OK : Main.WRONG;
  }

  private void sayWhereToGoOn(AtomicBoolean complete) {
    if (!complete.get()) {
      console.note(
          "interrupted; what was measured is kept. Go on with: ./muster run --resume "
              + writer.file());
    }
  }
}
