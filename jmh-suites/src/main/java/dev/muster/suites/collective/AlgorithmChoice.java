package dev.muster.suites.collective;

import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.FixedTree;
import dev.muster.results.stats.LinearCost;
import dev.muster.results.stats.Summary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The algorithm for each size, from α and β of all that run on a pool: each is measured at a few
 * sizes, and the line through neighbouring ones says what it takes in between.
 *
 * <p>All are measured twice, and those that are not far from the best at some size again, in fresh
 * processes. The least of these times counts, since whatever disturbs one makes it longer.
 */
public final class AlgorithmChoice {
  private static final List<Long> PROBED_BYTES =
      List.of(8L, 128L, 1L << 10, 8L << 10, 64L << 10, 1L << 20, 8L << 20);

  private static final int ROUNDS = 3;

  /** One alone would leave out the best where the machine was disturbed while it was measured. */
  private static final int ROUNDS_OF_ALL = 2;

  /** Slower by this factor at every size is never the best. */
  private static final double FAR = 1.5;

  private final List<Long> probedBytes;
  private final Map<String, List<LinearCost.Point>> points = new LinkedHashMap<>();

  private AlgorithmChoice(List<Long> probedBytes) {
    this.probedBytes = probedBytes;
  }

  /**
   * Measures the candidates where {@code entrant} runs.
   *
   * @param sizes in bytes, in ascending order, that one is wanted for
   */
  public static AlgorithmChoice measure(
      Entrant entrant, List<String> candidates, List<Long> sizes) {
    AlgorithmChoice choice = new AlgorithmChoice(around(sizes.getFirst(), sizes.getLast()));
    choice.measure(entrant.looking(), candidates);
    return choice;
  }

  /** The probed sizes on either side of what is asked for; two at least. */
  private static List<Long> around(long min, long max) {
    int last = PROBED_BYTES.size() - 1;
    int first = 0;
    while (first < last - 1 && PROBED_BYTES.get(first + 1) <= min) {
      first++;
    }
    int end = first + 1;
    while (end < last && PROBED_BYTES.get(end) < max) {
      end++;
    }
    return PROBED_BYTES.subList(first, end + 1);
  }

  private void measure(Entrant entrant, List<String> candidates) {
    Map<String, double[]> micros = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      measureInto(micros, entrant, round < ROUNDS_OF_ALL ? candidates : promising(micros));
    }
    for (String name : promising(micros)) {
      points.put(name, points(micros.get(name)));
    }
  }

  private void measureInto(Map<String, double[]> micros, Entrant entrant, List<String> names) {
    List<SweepSpec.Turn> turns =
        names.stream()
            .flatMap(name -> probedBytes.stream().map(bytes -> new SweepSpec.Turn(bytes, name)))
            .toList();
    List<SweepRow> rows = entrant.with(turns).run().rows();
    for (int i = 0; i < turns.size(); i++) {
      double[] least =
          micros.computeIfAbsent(
              turns.get(i).plan(),
              _ -> {
                double[] none = new double[probedBytes.size()];
                Arrays.fill(none, Double.POSITIVE_INFINITY);
                return none;
              });
      int size = i % probedBytes.size();
      least[size] = Math.min(least[size], micros(rows.get(i)));
    }
  }

  /** Those that are near the best at some size. */
  private List<String> promising(Map<String, double[]> micros) {
    double[] best = new double[probedBytes.size()];
    Arrays.setAll(
        best, size -> micros.values().stream().mapToDouble(each -> each[size]).min().orElseThrow());
    return micros.entrySet().stream()
        .filter(
            entry ->
                IntStream.range(0, best.length)
                    .anyMatch(size -> entry.getValue()[size] <= FAR * best[size]))
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<LinearCost.Point> points(double[] micros) {
    return IntStream.range(0, micros.length)
        .mapToObj(size -> new LinearCost.Point((double) probedBytes.get(size), micros[size]))
        .toList();
  }

  /** All that a pool of this kind runs, and whose purpose is to be fast. */
  public static List<String> candidates(CollectiveKind kind, boolean sharedMemory) {
    return CollectiveAlgorithms.of(kind).stream()
        .filter(algorithm -> sharedMemory || !algorithm.sharesMemory())
        .map(CollectiveAlgorithm::name)
        .filter(name -> !name.equals(FixedTree.NAME))
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
    return LinearCost.fitNotNegative(measured.subList(next - 1, next + 1)).micros(bytes);
  }

  /** What is known of each, on one line each, the fastest for long vectors first. */
  public List<String> lines() {
    return points.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), LinearCost.fitNotNegative(entry.getValue())))
        .sorted(Comparator.comparingDouble(entry -> entry.getValue().betaMicrosPerByte()))
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String line(String name, LinearCost cost) {
    return String.format(
        Locale.ROOT,
        "auto: %s: α %.3f µs, 1/β %s GB/s",
        name,
        cost.alphaMicros(),
        cost.betaMicrosPerByte() > 0
            ? String.format(Locale.ROOT, "%.2f", cost.gigabytesPerSecond())
            : "∞");
  }
}
