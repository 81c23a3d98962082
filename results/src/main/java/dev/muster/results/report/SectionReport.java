package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One table per section and provenance: a modelled number stands in no table of measured ones. */
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
    if (last.filter(before -> sameTable(before, result)).isEmpty()) {
      closeTable();
      writer = format.table(Sections.table(section, result.provenance()), out);
    }
    last = Optional.of(result);
    history.add(result);
    Entry entry = new Entry(result, history);
    writer.row(Sections.row(section, entry));
    ratios.add(entry);
    entries.add(entry);
  }

  private void closeTable() {
    format.below(ratios.lines(), out);
    ratios = new RatioLines();
    last.map(Result::section)
        .map(Sections::find)
        .ifPresent(section -> format.below(section.closing(List.copyOf(entries)), out));
    entries.clear();
  }

  private static boolean sameTable(Result x, Result y) {
    return x.section().equals(y.section()) && x.provenance().equals(y.provenance());
  }

  @Override
  public void conclude() {
    closeTable();
    ClosingTable.write(history, format, out);
  }
}
