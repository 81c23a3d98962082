package dev.muster.suites.collective;

import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.results.stats.LinearCost;
import dev.muster.results.stats.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The algorithm for each size, from α and β of all that run on a pool: each is measured at a few
 * sizes once, and the line through neighbouring ones says what it takes in between.
 */
public final class AlgorithmChoice {
  private static final List<Long> PROBED_BYTES =
      List.of(64L, 256L, 1L << 10, 8L << 10, 64L << 10, 1L << 20, 8L << 20);

  private final Map<String, List<LinearCost.Point>> points;

  private AlgorithmChoice(Map<String, List<LinearCost.Point>> points) {
    this.points = points;
  }

  /** Measures the candidates where {@code entrant} runs. */
  public static AlgorithmChoice measure(Entrant entrant, List<String> candidates) {
    List<SweepSpec.Turn> turns =
        candidates.stream()
            .flatMap(name -> PROBED_BYTES.stream().map(bytes -> new SweepSpec.Turn(bytes, name)))
            .toList();
    SweepAnswer answer = entrant.with(turns).run();
    Map<String, List<LinearCost.Point>> points = new LinkedHashMap<>();
    for (int i = 0; i < turns.size(); i++) {
      SweepRow row = answer.rows().get(i);
      points
          .computeIfAbsent(turns.get(i).plan(), _ -> new ArrayList<>())
          .add(new LinearCost.Point((double) row.bytes(), micros(row)));
    }
    return new AlgorithmChoice(points);
  }

  /** All that a pool of this kind runs. */
  public static List<String> candidates(CollectiveKind kind, boolean sharedMemory) {
    return CollectiveAlgorithms.of(kind).stream()
        .filter(algorithm -> sharedMemory || !algorithm.sharesMemory())
        .map(CollectiveAlgorithm::name)
        .toList();
  }

  private static double micros(SweepRow row) {
    return Summary.of(new Race.Forks(List.of(row)).outOfPlaceSeconds()).medianSeconds() * 1e6;
  }

  /** The one that should take the least time. */
  public String best(long bytes) {
    return points.keySet().stream()
        .min(Comparator.comparingDouble(name -> micros(name, (double) bytes)))
        .orElseThrow();
  }

  private double micros(String name, double bytes) {
    List<LinearCost.Point> measured = points.get(name);
    int last = measured.size() - 1;
    int next = 1;
    while (next < last && measured.get(next).bytes() < bytes) {
      next++;
    }
    return LinearCost.fit(measured.subList(next - 1, next + 1)).micros(bytes);
  }

  /** What is known of each, on one line each, the fastest for long vectors first. */
  public List<String> lines() {
    return points.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), LinearCost.fit(entry.getValue())))
        .sorted(Comparator.comparingDouble(entry -> entry.getValue().betaMicrosPerByte()))
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String line(String name, LinearCost cost) {
    return String.format(
        Locale.ROOT,
        "auto: %s: α %.3f µs, 1/β %.2f GB/s",
        name,
        cost.alphaMicros(),
        cost.gigabytesPerSecond());
  }
}
