package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.stats.Rates;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person reads in ten seconds: the best product of each kernel on each device, then the best
 * product of each pool with its speedup and efficiency.
 */
final class ClosingTable {
  private static final List<Field> FIELDS =
      List.of(
          Field.text(
              "strength of", 11, entry -> Cell.of(ofOne(entry.result()) ? "one device" : "a pool")),
          Field.text("where", 12, Fields.POOL.cell()),
          Fields.KERNEL,
          Field.text("cut", 12, Fields.PLAN.cell()),
          Fields.GFLOPS,
          Fields.PERCENT_OF_PEAK,
          Fields.SPEEDUP,
          Fields.EFFICIENCY,
          Fields.CV,
          Fields.LINE);

  private ClosingTable() {}

  /** Writes the table, one per provenance; nothing where no product was timed. */
  static void write(History history, TableFormat format, Appendable out) {
    best(history.results()).stream()
        .collect(Collectors.groupingBy(Result::provenance, LinkedHashMap::new, Collectors.toList()))
        .forEach((provenance, best) -> write(provenance, best, history, format, out));
  }

  private static void write(
      String provenance, List<Result> best, History history, TableFormat format, Appendable out) {
    List<Column> columns = FIELDS.stream().map(Field::column).toList();
    TableWriter writer = format.table(new Table("In short (" + provenance + ")", columns), out);
    for (Result result : best) {
      Entry entry = new Entry(result, history);
      writer.row(FIELDS.stream().map(field -> field.cell().apply(entry)).toList());
    }
  }

  /**
   * The fastest product of each device and kernel, then the fastest of each pool. Peers and studies
   * of scaling have lines of their own that close their tables.
   */
  private static List<Result> best(List<Result> results) {
    Map<List<String>, Result> ofOne = new LinkedHashMap<>();
    Map<List<String>, Result> ofPool = new LinkedHashMap<>();
    for (Result result : results) {
      if (!belongs(result)) {
        continue;
      }
      if (ofOne(result)) {
        ofOne.merge(
            List.of(result.provenance(), result.pool(), result.kernel()),
            result,
            ClosingTable::faster);
      } else {
        ofPool.merge(List.of(result.provenance(), result.pool()), result, ClosingTable::faster);
      }
    }
    return Stream.of(ofOne.values(), ofPool.values()).flatMap(Collection::stream).toList();
  }

  private static boolean belongs(Result result) {
    return result.timed()
        && result.problem().startsWith("matmul:")
        && !result.section().equals(PeersSection.NAME)
        && !result.section().equals(ScalingSection.NAME);
  }

  private static boolean ofOne(Result result) {
    return result.counter(Counters.RANKS).orElse(1) == 1;
  }

  private static Result faster(Result x, Result y) {
    return gflops(y) > gflops(x) ? y : x;
  }

  private static double gflops(Result result) {
    return Rates.of(result).gflops().orElse(0);
  }
}
