package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows for a script, and what closes the tables of people as notes for whoever watches it. */
final class NotedReport implements Report {
  private final Report rows;
  private final Appendable notes;
  private final History history = new History();
  private final Map<Shown, RatioLines> tables = new LinkedHashMap<>();
  private final Map<String, List<Entry>> sections = new LinkedHashMap<>();

  /** What would be one table for people. */
  private record Shown(String section, String part, String provenance) {
    static Shown of(Result result) {
      return new Shown(
          result.section(), Sections.find(result.section()).part(result), result.provenance());
    }
  }

  NotedReport(Report rows, Appendable notes) {
    this.rows = rows;
    this.notes = notes;
  }

  @Override
  public void add(Result result) {
    rows.add(result);
    history.add(result);
    Entry entry = new Entry(result, history);
    tables.computeIfAbsent(Shown.of(result), _ -> new RatioLines()).add(entry);
    sections.computeIfAbsent(result.section(), _ -> new ArrayList<>()).add(entry);
  }

  @Override
  public void conclude() {
    rows.conclude();
    Lines lines = new Lines(notes);
    tables.values().forEach(ratios -> ratios.lines().forEach(lines::write));
    sections.forEach(
        (section, entries) -> Sections.find(section).closing(entries).forEach(lines::write));
  }
}
