package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.stats.Ratio;
import dev.muster.results.stats.ScalingLaw;
import dev.muster.results.stats.Speedup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a study of scaling comes to: the laws that fit it, the size from which on the pool beats one
 * device, the pool from which on more devices are no faster, what the largest is worth, and what it
 * loses first. Of each pool the best plan counts.
 */
final class ScalingAnswers {
  /** Fewer pools of different size fit any law. */
  private static final int FITTED_POOLS_MIN = 6;

  private final List<Entry> pools;

  /**
   * @param entries rows of one study
   */
  ScalingAnswers(List<Entry> entries) {
    this.pools = entries.stream().filter(entry -> entry.speedup().isPresent()).toList();
  }

  List<String> lines() {
    if (pools.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    List<Entry> bySize = bestPerPool();
    lines.addAll(laws(bySize.stream().map(ScalingAnswers::speedup).toList()));
    lines.addAll(crossover(bySize.getLast()));
    saturation(bySize).ifPresent(lines::add);
    lines.add(worth(bySize.getLast()));
    lines.add(losses(bySize.getLast()));
    return lines;
  }

  private static Speedup speedup(Entry entry) {
    return entry.speedup().orElseThrow();
  }

  private static double flops(Entry entry) {
    return entry.result().counter(Counters.FLOPS).orElse(0);
  }

  /** Of the largest product of each pool, in ascending order of their ranks. */
  private List<Entry> bestPerPool() {
    Map<Integer, Entry> best = new LinkedHashMap<>();
    pools.stream()
        .sorted(Comparator.comparingInt(entry -> speedup(entry).ranks()))
        .forEach(entry -> best.merge(speedup(entry).ranks(), entry, ScalingAnswers::better));
    return List.copyOf(best.values());
  }

  private static Entry better(Entry x, Entry y) {
    int bySize = Double.compare(flops(y), flops(x));
    boolean larger = bySize > 0;
    boolean faster = bySize == 0 && speedup(y).value() > speedup(x).value();
    return larger || faster ? y : x;
  }

  private static List<String> laws(List<Speedup> speedups) {
    if (speedups.size() + 1 < FITTED_POOLS_MIN) {
      return List.of();
    }
    Ratio serial = ScalingLaw.interval(speedups, ScalingLaw::amdahl, ScalingLaw::sigma);
    Ratio sigma = ScalingLaw.interval(speedups, ScalingLaw::universal, ScalingLaw::sigma);
    Ratio kappa = ScalingLaw.interval(speedups, ScalingLaw::universal, ScalingLaw::kappa);
    ScalingLaw law = ScalingLaw.universal(speedups);
    return List.of(
        "Amdahl: serial part %s; fit off by %s %% (root mean square)"
            .formatted(text(serial), percent(ScalingLaw.amdahl(speedups).error(speedups))),
        "USL: σ %s, κ %s; fit off by %s %%; %s"
            .formatted(
                text(sigma),
                text(kappa),
                percent(law.error(speedups)),
                Double.isInfinite(law.ranksAtPeak())
                    ? "no peak"
                    : "fastest with %.0f devices".formatted(law.ranksAtPeak())));
  }

  private static String text(Ratio ratio) {
    return "%s [%s, %s]"
        .formatted(Digits.text(ratio.value()), Digits.text(ratio.low()), Digits.text(ratio.high()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  /** Of the largest pool, which alone has products of several sizes; none where it has not. */
  private List<String> crossover(Entry largest) {
    Map<Double, Entry> bySize = new LinkedHashMap<>();
    pools.stream()
        .filter(entry -> speedup(entry).ranks() == speedup(largest).ranks())
        .sorted(Comparator.comparingDouble(ScalingAnswers::flops))
        .forEach(
            entry ->
                bySize.merge(
                    flops(entry),
                    entry,
                    (x, y) -> speedup(y).value() > speedup(x).value() ? y : x));
    return bySize.size() < 2 ? List.of() : List.of(crossover(List.copyOf(bySize.values())));
  }

  /** The last size that one device does as fast, and the next: in between by the logarithms. */
  private static String crossover(List<Entry> ascending) {
    String pool = ascending.getFirst().result().pool();
    Optional<Entry> last =
        ascending.stream().filter(entry -> speedup(entry).value() <= 1).reduce((_, later) -> later);
    if (last.isEmpty()) {
      return "crossover: %s beats one device at every size measured, from %s on"
          .formatted(pool, shape(ascending.getFirst()));
    }
    int index = ascending.indexOf(last.get());
    if (index + 1 == ascending.size()) {
      return "crossover: %s beats one device at no size measured, up to %s"
          .formatted(pool, shape(last.get()));
    }
    Entry next = ascending.get(index + 1);
    double below = Math.log(speedup(last.get()).value());
    double above = Math.log(speedup(next).value());
    double part = below / (below - above);
    double flops =
        Math.exp((1 - part) * Math.log(flops(last.get())) + part * Math.log(flops(next)));
    return String.format(
        Locale.ROOT,
        "crossover: %s beats one device from about %.0f³ multiply-adds on: %s times at %s, %s at %s",
        pool,
        Math.cbrt(flops / 2),
        Digits.text(speedup(last.get()).value()),
        shape(last.get()),
        Digits.text(speedup(next).value()),
        shape(next));
  }

  private static String shape(Entry entry) {
    return entry.problemPart(2).text();
  }

  /** The smallest pool that no larger one beats for certain; empty where that is the largest. */
  private static Optional<String> saturation(List<Entry> bySize) {
    List<Ratio> speedups = bySize.stream().map(entry -> Ratio.of(speedup(entry).rivals())).toList();
    for (int i = 0; i < bySize.size() - 1; i++) {
      Ratio smaller = speedups.get(i);
      if (speedups.stream().skip(i + 1L).noneMatch(larger -> larger.low() > smaller.high())) {
        Result result = bySize.get(i).result();
        return Optional.of(
            "saturation: %s by %s, %s times one device; no larger pool is faster beyond the intervals"
                .formatted(result.pool(), result.plan(), text(smaller)));
      }
    }
    return Optional.empty();
  }

  private static String worth(Entry entry) {
    Result result = entry.result();
    return "equivalent single chip: %s by %s does as one device %s times as fast as one of its own, %s GFLOP/s, at %s"
        .formatted(
            result.pool(),
            result.plan(),
            Digits.text(speedup(entry).value()),
            Fields.GFLOPS.cell().apply(entry).text(),
            shape(entry));
  }

  /** Where the time of all ranks goes that one device alone would not need. */
  private static String losses(Entry entry) {
    Result result = entry.result();
    double efficiency = speedup(entry).efficiency();
    double computed = result.counter(Counters.COMPUTE_SHARE).orElse(0);
    double joined = result.counter(Counters.COMMUNICATION_SHARE).orElse(0);
    Map<String, Double> lost = new LinkedHashMap<>();
    lost.put("joining sums", joined);
    lost.put("waiting for the slowest rank", Math.max(0, 1 - computed - joined));
    lost.put("computing slower than alone", computed - efficiency);
    Map.Entry<String, Double> first =
        lost.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    return "first bottleneck of %s: %s; of its time %s %% are lost: %s"
        .formatted(
            result.pool(),
            first.getValue() > 0 ? first.getKey() : "none",
            percent(1 - efficiency),
            lost.entrySet().stream()
                .map(each -> "%s %s %%".formatted(each.getKey(), percent(each.getValue())))
                .reduce((x, y) -> x + ", " + y)
                .orElseThrow());
  }
}
