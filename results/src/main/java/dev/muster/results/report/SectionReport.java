package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One table per part of a section and provenance: a modelled number stands in no table of measured
 * ones.
 */
final class SectionReport implements Report {
  private final TableFormat format;
  private final Appendable out;
  private final History history = new History();
  private Optional<Result> last = Optional.empty();
  private TableWriter writer = _ -> {};
  private RatioLines ratios = new RatioLines();
  private final List<Entry> entries = new ArrayList<>();

  SectionReport(TableFormat format, Appendable out) {
    this.format = format;
    this.out = out;
  }

  @Override
  public void add(Result result) {
    Section section = Sections.find(result.section());
    if (last.filter(before -> sameSection(before, result)).isEmpty()) {
      closeSection();
    }
    if (last.filter(before -> sameTable(before, result)).isEmpty()) {
      closeTable();
      writer = format.table(Sections.table(section, result), out);
    }
    last = Optional.of(result);
    history.add(result);
    Entry entry = new Entry(result, history);
    writer.row(Sections.row(section, entry));
    ratios.add(entry);
    entries.add(entry);
  }

  private void closeTable() {
    format.below(ratios.lines(), out, out);
    ratios = new RatioLines();
  }

  private void closeSection() {
    closeTable();
    last.map(Result::section)
        .map(Sections::find)
        .ifPresent(section -> format.below(section.closing(List.copyOf(entries)), out, out));
    entries.clear();
  }

  private static boolean sameSection(Result x, Result y) {
    return x.section().equals(y.section()) && x.provenance().equals(y.provenance());
  }

  private static boolean sameTable(Result x, Result y) {
    Section section = Sections.find(x.section());
    return sameSection(x, y) && section.part(x).equals(section.part(y));
  }

  @Override
  public void conclude() {
    closeSection();
    ClosingTable.write(history, format, out);
  }
}
