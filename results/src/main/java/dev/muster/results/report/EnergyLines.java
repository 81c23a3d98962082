package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.stats.Rates;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What the rows of a table did per watt, where power could be read. */
final class EnergyLines {
  private EnergyLines() {}

  static List<String> of(List<Entry> entries) {
    return entries.stream().flatMap(EnergyLines::line).toList();
  }

  private static Stream<String> line(Entry entry) {
    return entry.rates().map(Rates::gflopsPerWatt).filter(OptionalDouble::isPresent).stream()
        .map(perWatt -> line(entry.result(), perWatt.getAsDouble()));
  }

  private static String line(Result result, double perWatt) {
    return "energy: %s GFLOP/s per watt at %s W of %s, %s | %s | %s"
        .formatted(
            Digits.text(perWatt),
            Digits.text(result.counter(Counters.WATTS).orElseThrow()),
            result.ran().getOrDefault(Counters.POWER_OF, "all packages"),
            result.problem(),
            result.plan(),
            result.pool());
  }
}
