package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.stats.Rates;
import dev.muster.results.stats.Ratio;
import dev.muster.results.stats.Summary;
import dev.muster.results.stats.TwoSpeeds;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** All results in one table, whatever their section: for spreadsheets and data frames. */
final class FlatReport implements Report {
  private static final List<Field> FIELDS =
      List.of(
          text("section", Result::section),
          text("line", Result::line),
          text("problem", Result::problem),
          text("plan", Result::plan),
          text("pool", Result::pool),
          text("kernel", Result::kernel),
          text("settings", Result::settings),
          text("provenance", Result::provenance),
          text("started_at", result -> result.startedAt().toString()),
          text("host", result -> result.environment().host()),
          text("status", result -> result.status().toString()),
          text("message", Result::message),
          field("checked_count", entry -> Cell.of(entry.result().verdict().checkedCount())),
          field("wrong_count", entry -> Cell.of(entry.result().verdict().wrongCount())),
          field("rank_count", Fields.count(Counters.RANKS)),
          summary("fork_count", summary -> Cell.of((long) summary.forkCount())),
          summary("sample_count", summary -> Cell.of((long) summary.sampleCount())),
          summary("median_s", summary -> Cell.of(summary.medianSeconds())),
          summary("min_s", summary -> Cell.of(summary.minSeconds())),
          summary("p95_s", summary -> Cell.of(summary.p95Seconds())),
          summary("p99_s", summary -> Cell.of(summary.p99Seconds())),
          summary("cv_percent", summary -> Cell.of(summary.cvPercent())),
          summary("two_speeds_ratio", FlatReport::twoSpeedsRatio),
          field("gflop_per_s", Fields.GFLOPS.cell()),
          field("percent_of_peak", Fields.PERCENT_OF_PEAK.cell()),
          field("gb_per_s", Fields.GIGABYTES.cell()),
          field("busbw_gb_per_s", entry -> entry.figure(Rates::busbw)),
          field("wirebw_gb_per_s", entry -> entry.figure(Rates::wirebw)),
          field("speedup", Fields.SCALED_SPEEDUP.cell()),
          field("efficiency_percent", Fields.SCALED_EFFICIENCY.cell()),
          field("communication_percent", Fields.COMMUNICATION.cell()),
          field("best_peer", PeersSection::bestPeer));

  /** One set of resamples gives all three. */
  private static final List<String> RATIO = List.of("ratio", "ratio_low", "ratio_high");

  private final History history = new History();
  private final TableWriter writer;

  FlatReport(TableFormat format, Appendable out) {
    Stream<Column> fields = FIELDS.stream().map(Field::column);
    Stream<Column> ratio = RATIO.stream().map(name -> Column.text(name, 0));
    writer = format.table(new Table("", Stream.concat(fields, ratio).toList()), out);
  }

  @Override
  public void add(Result result) {
    history.add(result);
    Entry entry = new Entry(result, history);
    Stream<Cell> fields = FIELDS.stream().map(field -> field.cell().apply(entry));
    writer.row(Stream.concat(fields, ratio(entry)).toList());
  }

  private static Field field(String heading, Function<Entry, Cell> cell) {
    return Field.text(heading, 0, cell);
  }

  private static Field text(String heading, Function<Result, String> text) {
    return field(heading, entry -> Cell.of(text.apply(entry.result())));
  }

  private static Field summary(String heading, Function<Summary, Cell> cell) {
    return field(heading, entry -> Fields.summarized(entry, cell));
  }

  /** Of what the section compares, but for the speedup, which has a column of its own. */
  private static Stream<Cell> ratio(Entry entry) {
    return Sections.find(entry.result().section())
        .compared(entry)
        .filter(_ -> entry.speedup().isEmpty())
        .map(compared -> Ratio.of(compared.rivals()))
        .map(ratio -> Stream.of(ratio.value(), ratio.low(), ratio.high()).map(Cell::of))
        .orElseGet(
            () -> Stream.generate(Cell.Missing::new).limit(RATIO.size()).map(Cell.class::cast));
  }

  private static Cell twoSpeedsRatio(Summary summary) {
    return summary
        .twoSpeeds()
        .map(TwoSpeeds::ratio)
        .map(ratio -> Cell.of(ratio.doubleValue()))
        .orElseGet(Cell.Missing::new);
  }
}
