package dev.muster.suites.cli;

import dev.muster.suites.measure.Planned;
import java.util.List;

/** Tells whoever is watching how far a run is and how long it will take. */
interface Progress extends AutoCloseable {

  /** The next measurement begins. */
  void begin(Planned planned);

  /** The measurement that began has ended. */
  void end();

  @Override
  void close();

  /** A bar on a terminal, a line per measurement elsewhere. */
  static Progress of(Console console, List<Planned> planned) {
    Estimate estimate = new Estimate(planned, System::nanoTime);
    return console.columns().isPresent() && !planned.isEmpty()
        ? new BarProgress(console, planned.size(), estimate)
        : new LineProgress(console, planned.size(), estimate);
  }
}
