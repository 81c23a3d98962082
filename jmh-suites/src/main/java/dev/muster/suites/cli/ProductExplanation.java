package dev.muster.suites.cli;

import dev.muster.kernels.problem.ByteSize;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.plan.ProductFacts.Extents;
import dev.muster.offload.plan.ProductFacts.Rank;
import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints what a plan of a product costs each rank, ranks that are alike on one line.
 *
 * @param streamed whether operands stay with the host and are brought part by part
 */
record ProductExplanation(Plan plan, ProductFacts facts, boolean streamed) {
  private static final int LINES_MAX = 32;
  private static final int NAMED_MAX = 3;

  void print(TableFormat format, Console console) {
    String title =
        "%s by %s over %d %s"
            .formatted(
                facts.problem().text(),
                plan,
                facts.ranks().size(),
                facts.ranks().size() == 1 ? "rank" : "ranks");
    TableWriter ranks = format.table(new Table(title, columns()), console);
    facts.alike().entrySet().stream()
        .limit(LINES_MAX)
        .forEach(entry -> ranks.row(row(entry.getValue(), entry.getKey())));
    int left = facts.alike().size() - LINES_MAX;
    if (left > 0) {
      format.below(List.of("and %d more kinds of ranks".formatted(left)), console, console.notes());
    }
    TableWriter bounds = format.table(Bounded.table(title + ", bounds"), console);
    double bytes = facts.problem().dtype().bytes();
    bounds.row(Bounded.row("flops", facts.flopsMax(), facts.flopsMin()));
    bounds.row(
        Bounded.row(
            "bytes of A, B and C",
            facts.operandCountMax() * bytes,
            facts.operandCountMin() * bytes));
    bounds.row(Bounded.row("bytes sent to join sums", facts.sentCountMax() * bytes, 0));
    bounds.row(Bounded.row("rounds of the join", facts.roundsMax(), 0));
    format.below(
        List.of(
            String.format(
                Locale.ROOT,
                "memory of the busiest rank %s; the busiest computes %.1f %% more than the mean",
                ByteSize.text(
                    (long)
                        (facts.ranks().stream().mapToLong(this::heldCount).max().orElse(0)
                            * bytes)),
                100 * facts.imbalance())),
        console,
        console.notes());
  }

  private long heldCount(Rank rank) {
    return streamed ? rank.streamedCount() : rank.heldCount();
  }

  private static List<Column> columns() {
    return List.of(
        Column.text("ranks", 16),
        Column.text("products", 22),
        Column.number("GFLOP", 9),
        Column.number("A bytes", 12),
        Column.number("B bytes", 12),
        Column.number("C bytes", 12),
        Column.number("joined by", 9),
        Column.number("sent bytes", 12),
        Column.number("memory bytes", 12));
  }

  private List<Cell> row(List<Integer> ranks, Rank rank) {
    long bytes = facts.problem().dtype().bytes();
    return List.of(
        Cell.of(names(ranks)),
        Cell.of(products(rank.tiles())),
        Cell.of(rank.flops() * 1e-9),
        Cell.of(rank.aCount() * bytes),
        Cell.of(rank.bCount() * bytes),
        Cell.of(rank.cCount() * bytes),
        Cell.of((long) rank.group()),
        Cell.of(rank.sentCount() * bytes),
        Cell.of(heldCount(rank) * bytes));
  }

  private static String names(List<Integer> ranks) {
    int first = ranks.getFirst();
    int last = ranks.getLast();
    if (ranks.size() == 1) {
      return Integer.toString(first);
    }
    if (last - first + 1 == ranks.size()) {
      return "%d-%d".formatted(first, last);
    }
    String named =
        ranks.stream().limit(NAMED_MAX).map(String::valueOf).collect(Collectors.joining(","));
    return ranks.size() > NAMED_MAX ? "%s,.. (%d)".formatted(named, ranks.size()) : named;
  }

  private static String products(List<Extents> tiles) {
    Extents first = tiles.getFirst();
    if (tiles.size() == 1) {
      return first.toString();
    }
    boolean alike = tiles.stream().allMatch(first::equals);
    return "%d of %s%s".formatted(tiles.size(), alike ? "" : "up to ", first);
  }
}
