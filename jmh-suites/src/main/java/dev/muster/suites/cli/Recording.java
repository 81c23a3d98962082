package dev.muster.suites.cli;

import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.RunWriter;
import dev.muster.results.report.Report;
import dev.muster.suites.measure.Meter;
import dev.muster.suites.measure.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A session whose results are stored, and that says where, also where it ends early.
 *
 * @param kept what to say of the file where something was stored before the end
 * @param nothingKept what to say where nothing was
 */
record Recording(Main muster, Environment here, Function<Path, String> kept, String nothingKept) {

  /**
   * Measures what is not known.
   *
   * @return the exit code
   */
  int measure(
      List<? extends Work> work, Map<Result.Key, Result> known, Report report, RunWriter writer) {
    Path file = writer.file();
    muster.interruption().say(() -> sayHowItEnded(file));
    Meter meter = new Meter(here, new JmhJson(file));
    int exitCode = new Session(muster, meter, report, writer::append).measure(work, known);
    muster.interruption().sayNothing();
    muster.console().note("stored in " + file);
    return exitCode;
  }

  private void sayHowItEnded(Path file) {
    muster.console().endProgress();
    muster.console().note(Files.exists(file) ? kept.apply(file) : nothingKept);
  }
}
