package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.stats.Rates;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the rows of a table did per watt, where power could be read. */
final class EnergyLines {
  private EnergyLines() {}

  static List<String> of(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.rates().flatMap(EnergyLines::perWatt).isPresent())
        .map(EnergyLines::line)
        .toList();
  }

  private static Optional<Double> perWatt(Rates rates) {
    OptionalDouble value = rates.gflopsPerWatt();
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private static String line(Entry entry) {
    Result result = entry.result();
    return "energy: %s GFLOP/s per watt at %s W of all packages, %s | %s | %s"
        .formatted(
            Digits.text(entry.rates().flatMap(EnergyLines::perWatt).orElseThrow()),
            Digits.text(result.counter(Counters.WATTS).orElseThrow()),
            result.problem(),
            result.plan(),
            result.pool());
  }
}
