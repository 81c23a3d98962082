package dev.muster.suites.cli;

import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.tensor.DType;
import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Compared;
import dev.muster.results.report.RatioLines;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.results.stats.LinearCost;
import dev.muster.results.stats.Rivals;
import dev.muster.results.stats.Summary;
import dev.muster.suites.collective.Bandwidth;
import dev.muster.suites.collective.Entrant;
import dev.muster.suites.collective.NcclWords;
import dev.muster.suites.collective.Race;
import dev.muster.suites.collective.SweepSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of nccl-tests, with our columns behind it. The first entrant is the one that is judged.
 */
final class CollectiveTable {
  private static final List<Column> COLUMNS =
      List.of(
          Column.number("size B", 10),
          Column.number("count", 9),
          Column.text("type", 6),
          Column.text("redop", 5),
          Column.number("time us", 8),
          Column.number("algbw GB/s", 10),
          Column.number("busbw GB/s", 10),
          Column.number("#wrong", 6),
          Column.number("in place us", 11),
          Column.number("algbw GB/s", 10).named("in place algbw GB/s"),
          Column.number("busbw GB/s", 10).named("in place busbw GB/s"),
          Column.number("#wrong", 6).named("in place #wrong"),
          Column.number("single us", 9),
          Column.number("wirebw GB/s", 11),
          Column.number("% of ceiling", 12),
          Column.text("algorithm", 18));
  private static final List<Column> PEER_COLUMNS =
      List.of(
          Column.text("best peer", 9),
          Column.number("peer us", 8),
          Column.number("ratio", 6),
          Column.text("95 % interval", 16));

  private final Race race;
  private final List<Entrant> entrants;
  private final Entrant judged;
  private final RatioLines ratios = new RatioLines();
  private final List<LinearCost.Point> points = new ArrayList<>();
  private boolean aboveCeiling;

  CollectiveTable(Race race, List<Entrant> entrants) {
    this.race = race;
    this.entrants = entrants;
    this.judged = entrants.getFirst();
  }

  void print(TableFormat format, Console console) {
    List<Column> columns = new ArrayList<>(COLUMNS);
    if (withPeers()) {
      columns.addAll(PEER_COLUMNS);
    }
    TableWriter writer = format.table(new Table("", columns), console);
    race.sizes().forEach(size -> writer.row(row(size)));
    List<String> below = new ArrayList<>(ratios.lines());
    below.addAll(price());
    below.addAll(fit());
    format.below(below, console, console.notes());
  }

  private boolean withPeers() {
    return race.present().size() > 1;
  }

  private List<Cell> row(int size) {
    Race.Forks ours = race.forks(0, size);
    SweepSpec spec = judged.spec();
    long bytes = ours.first().bytes();
    double outSeconds = median(ours.outOfPlaceSeconds());
    points.add(new LinearCost.Point(bytes, outSeconds * 1e6));
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(bytes));
    cells.add(Cell.of(spec.kind().countOfRank(ours.first().count(), judged.ranks())));
    cells.add(Cell.of(NcclWords.name(spec.elementType())));
    cells.add(Cell.of(spec.kind().combines() ? spec.op() : "none"));
    addTimes(cells, bytes, ours.outOfPlaceSeconds(), ours.wrongOutOfPlace());
    addTimes(cells, bytes, ours.inPlaceSeconds(), ours.wrongInPlace());
    cells.add(Cell.of(median(ours.singleSeconds()) * 1e6));
    long wireBytes = ours.first().wireBytes();
    cells.add(
        wireBytes == 0
            ? new Cell.Missing()
            : Cell.of(wireBytes * 1e-9 / judged.ranks() / outSeconds));
    cells.add(
        ceilingPercent(ours, outSeconds)
            .<Cell>map(percent -> Cell.of(percent))
            .orElseGet(Cell.Missing::new));
    cells.add(Cell.of(spec.turns().get(size).plan()));
    if (withPeers()) {
      addPeer(cells, size, ours);
    }
    return cells;
  }

  /** Of the bytes that have to be read and written, at the speed of STREAM's copy on all ranks. */
  private Optional<Double> ceilingPercent(Race.Forks ours, double seconds) {
    List<List<Double>> stream = ours.streamSeconds();
    if (stream.stream().allMatch(List::isEmpty)) {
      return Optional.empty();
    }
    int ranks = judged.ranks();
    double lines = lines(judged.spec().kind(), ranks) / lines(CollectiveKind.ALL_REDUCE, ranks);
    double least = median(stream) * lines;
    double percent = 100 * least / seconds;
    aboveCeiling |= percent > 100;
    return Optional.of(percent);
  }

  /** A line that is written is read first; STREAM's copy on all ranks is as many as all-reduce. */
  private static double lines(CollectiveKind kind, int ranks) {
    return kind.vectorsRead(ranks) + 2.0 * kind.vectorsWritten(ranks);
  }

  private void addTimes(List<Cell> cells, long bytes, List<List<Double>> forkSeconds, long wrong) {
    Optional<Bandwidth> measured = Bandwidth.of(forkSeconds, bytes, judged);
    if (measured.isEmpty()) {
      cells.addAll(Collections.nCopies(4, new Cell.Missing()));
      return;
    }
    cells.add(Cell.of(measured.get().seconds() * 1e6));
    cells.add(Cell.of(measured.get().algbw()));
    cells.add(Cell.of(measured.get().busbw()));
    cells.add(wrong < 0 ? Cell.of("N/A") : Cell.of(wrong));
  }

  private void addPeer(List<Cell> cells, int size, Race.Forks ours) {
    Optional<Integer> best =
        race.present().stream()
            .filter(entrant -> entrant > 0 && !race.forks(entrant, size).rows().isEmpty())
            .min(
                Comparator.comparingDouble(
                    peer -> median(race.forks(peer, size).outOfPlaceSeconds())));
    if (best.isEmpty()) {
      cells.addAll(Collections.nCopies(PEER_COLUMNS.size(), new Cell.Missing()));
      return;
    }
    List<List<Double>> theirs = race.forks(best.get(), size).outOfPlaceSeconds();
    cells.add(Cell.of(entrants.get(best.get()).name()));
    cells.add(Cell.of(median(theirs) * 1e6));
    Optional<Rivals> rivals = Rivals.of(ours.outOfPlaceSeconds(), theirs);
    cells.add(rivals.map(each -> Cell.of(each.ratio())).orElseGet(Cell.Missing::new));
    cells.add(Cell.interval(rivals.filter(_ -> ours.rows().size() > 1)));
    rivals.ifPresent(each -> ratios.add(new Compared(ours.first().bytes() + " B", each)));
  }

  private static double median(List<List<Double>> forkSeconds) {
    return Summary.of(forkSeconds).medianSeconds();
  }

  /** What a fixed order costs beside the fastest one. */
  private List<String> price() {
    Optional<Compared> dearest = ratios.worst();
    if (judged.spec().blocks() == 0 || dearest.isEmpty()) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "price of the fixed tree: %.1f %% (geometric mean), %.1f %% at %s",
            pricePercent(ratios.mean().orElseThrow().value()),
            pricePercent(dearest.get().rivals().ratio()),
            dearest.get().where()));
  }

  private static double pricePercent(double ratio) {
    return 100 * (1 / ratio - 1);
  }

  private List<String> fit() {
    if (points.stream().mapToDouble(LinearCost.Point::bytes).distinct().count() < 2) {
      return List.of();
    }
    LinearCost cost = LinearCost.fit(points);
    if (cost.alphaMicros() <= 0 || cost.betaMicrosPerByte() <= 0) {
      return List.of("no α and β: the sizes do not lie on a line that rises");
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "α %.3f us, 1/β %.2f GB/s (algbw), n½ %.0f B; fit off by %.0f %% (root mean square)",
            cost.alphaMicros(),
            cost.gigabytesPerSecond(),
            cost.halfBandwidthBytes(),
            cost.errorPercent()));
  }

  /** What really ran. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (int entrant : race.present()) {
      String name = entrants.get(entrant).name();
      race.answers(entrant).getFirst().notes().forEach(note -> notes.add(name + ": " + note));
    }
    if (aboveCeiling) {
      notes.add(
          "above 100 % of the ceiling: the copy that gives it was disturbed, or caches helped");
    }
    DType type = judged.spec().elementType();
    if (type.isHalf() && judged.spec().kind().combines()) {
      notes.add("%s: each step combines two in f32, and rounds to %s".formatted(type, type));
    }
    List<String> devices = race.answers(0).getFirst().devices();
    notes.add("ranks: " + String.join(", ", devices));
    if (devices.stream().distinct().count() < devices.size()) {
      notes.add("ranks share cores: their times say nothing of as many cores");
    }
    return notes;
  }
}
