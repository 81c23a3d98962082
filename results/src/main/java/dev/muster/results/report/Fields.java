package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.References;
import dev.muster.results.Verdict;
import dev.muster.results.stats.Rates;
import dev.muster.results.stats.Speedup;
import dev.muster.results.stats.Summary;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The fields that several sections show. */
final class Fields {
  static final Field SHAPE = Field.text("shape", 16, entry -> entry.problemPart(2));
  static final Field TYPE = Field.text("type", 4, entry -> entry.problemPart(1));
  static final Field PLAN = Field.text("plan", 12, entry -> Cell.of(entry.result().plan()));
  static final Field POOL = Field.text("pool", 12, entry -> Cell.of(entry.result().pool()));
  static final Field DEVICE = Field.text("device", 12, POOL.cell());
  static final Field KERNEL = Field.text("kernel", 8, entry -> Cell.of(entry.result().kernel()));
  static final Field LINE = Field.text("repeat line", 0, entry -> Cell.of(entry.result().line()));

  static final Field MEDIAN_MILLIS = median("median ms", 1e3);
  static final Field MEDIAN_MICROS = median("median µs", 1e6);
  static final Field CV =
      Field.number("CV %", 8, entry -> summarized(entry, Fields::coefficientOfVariation));

  static final Field GFLOPS = Field.number("GFLOP/s", 8, entry -> entry.figure(Rates::gflops));
  static final Field GIGABYTES =
      Field.number("GB/s", 8, entry -> entry.figure(Rates::gigabytesPerSecond));
  static final Field PERCENT_OF_PEAK =
      Field.number(
          "% of peak",
          9, entry -> doubtfulAboveAll(entry.compared(References.FMA_PEAK, Rates::percentOfPeak)));
  static final Field SPEEDUP =
      Field.number(
          "speedup", 7, entry -> entry.compared(References.ONE_DEVICE, Rates::speedupOver));
  static final Field EFFICIENCY =
      Field.number(
          "efficiency %",
          12, entry -> entry.compared(References.ONE_DEVICE, Rates::efficiencyPercent));
  static final Field SCALED_SPEEDUP =
      Field.number("speedup", 7, entry -> speedup(entry, Speedup::value));
  static final Field SCALED_EFFICIENCY =
      Field.number("efficiency %", 12, entry -> speedup(entry, each -> 100 * each.efficiency()));
  static final Field KARP_FLATT =
      Field.number("Karp-Flatt", 10, entry -> speedup(entry, Speedup::karpFlatt));
  static final Field IMBALANCE =
      Field.number("imbalance %", 11, entry -> percent(entry.result().counter(Counters.IMBALANCE)));
  static final Field FINISH_APART =
      Field.number("apart %", 7, entry -> percent(entry.result().counter(Counters.FINISH_APART)));
  static final Field OVER_BOUND =
      Field.number(
          "bytes/bound", 11, entry -> Cell.of(entry.result().counter(Counters.OVER_BOUND)));

  static final Field COMMUNICATION =
      Field.number("communication %", 15, entry -> entry.figure(Rates::communicationPercent));

  static final Field HIDDEN =
      Field.number("hidden %", 8, entry -> entry.figure(Rates::hiddenPercent));

  static final Field SERIAL =
      Field.number("serial ms", 10, entry -> entry.figure(rates -> millis(rates.serialSeconds())));

  static final Field OVERLAP_BOUND =
      Field.number(
          "bound ms", 10, entry -> entry.figure(rates -> millis(rates.overlapBoundSeconds())));

  static final Field CHECK = Field.text("check", 9, Fields::check);

  private Fields() {}

  /** Something of what a pool does as a multiple of one device, which may do less work. */
  private static Cell speedup(Entry entry, ToDoubleFunction<Speedup> figure) {
    return Cell.of(entry.speedup().stream().mapToDouble(figure).findFirst());
  }

  private static OptionalDouble millis(OptionalDouble seconds) {
    return times(1e3, seconds);
  }

  private static Cell percent(OptionalDouble share) {
    return Cell.of(times(100, share));
  }

  private static OptionalDouble times(double factor, OptionalDouble value) {
    return value.stream().map(each -> factor * each).findFirst();
  }

  /** A counter that holds a whole number. */
  static Function<Entry, Cell> count(String name) {
    return entry -> Cell.count(entry.result().counter(name));
  }

  /** Something of the summary; missing where there are no samples. */
  static Cell summarized(Entry entry, Function<Summary, Cell> cell) {
    return entry.rates().map(Rates::summary).map(cell).orElseGet(Cell.Missing::new);
  }

  private static Field median(String heading, double unitsPerSecond) {
    return Field.number(
        heading,
        10,
        entry -> summarized(entry, summary -> Cell.of(summary.medianSeconds() * unitsPerSecond)));
  }

  /** Where the forks ran at two speeds a spread around one mean says nothing. */
  private static Cell coefficientOfVariation(Summary summary) {
    return summary.twoSpeeds().isPresent() ? Cell.of("2 speeds") : Cell.of(summary.cvPercent());
  }

  /** Nothing runs above the ceiling: the clock changed between the two. */
  private static Cell doubtfulAboveAll(Cell percent) {
    return percent instanceof Cell.Figure(double value) && value > 100
        ? new Cell.Doubtful(value)
        : percent;
  }

  private static Cell check(Entry entry) {
    Verdict verdict = entry.result().verdict();
    return Cell.of(verdict.checkedCount() == 0 ? "unchecked" : "correct");
  }
}
