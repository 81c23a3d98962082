package dev.muster.suites.cli;

import dev.muster.suites.measure.Work;
import java.util.List;

/** Tells whoever is watching how far a run is and how long it will take. */
interface Progress extends AutoCloseable {

  /** The next measurement begins. */
  void begin(Work work);

  /**
   * The measurement that began has come so far.
   *
   * @param share of it, 0 to 1
   */
  void advance(double share);

  /** The measurement that began has ended. */
  void end();

  @Override
  void close();

  /** A bar on a terminal, a line per measurement elsewhere. */
  static Progress of(Console console, List<? extends Work> work) {
    Estimate estimate = new Estimate(work, System::nanoTime);
    return console.columns().isPresent() && !work.isEmpty()
        ? new BarProgress(console, work.size(), estimate)
        : new LineProgress(console, work.size(), estimate);
  }
}
