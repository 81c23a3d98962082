package dev.muster.results.report;

import dev.muster.results.Result;

/** Rows for a script, and what closes the tables of people as notes for whoever watches it. */
final class NotedReport implements Report {
  private final Report rows;
  private final Appendable notes;
  private final History history = new History();
  private final RatioLines ratios = new RatioLines();

  NotedReport(Report rows, Appendable notes) {
    this.rows = rows;
    this.notes = notes;
  }

  @Override
  public void add(Result result) {
    rows.add(result);
    history.add(result);
    ratios.add(new Entry(result, history));
  }

  @Override
  public void conclude() {
    rows.conclude();
    ratios.lines().forEach(new Lines(notes)::write);
  }
}
