package dev.muster.results.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.muster.results.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Products over pools of growing size, and how far they come from one device times their number.
 */
public final class ScalingSection implements Section {

  /** Notes of the environment: which pools a study is of, and whether it is strong or weak. */
  public static final String POOLS_NOTE = "pools";

  public static final String HOW_NOTE = "scaling";

  static final String NAME = "scaling";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "Scaling";
  }

  @Override
  public List<Field> subject() {
    return List.of(Fields.SHAPE, Fields.TYPE, Fields.PLAN, Fields.POOL);
  }

  @Override
  public List<Field> figures() {
    return List.of(
        Fields.MEDIAN_MILLIS,
        Fields.GFLOPS,
        Fields.SCALED_SPEEDUP,
        Field.text(
            "95 % interval",
            16, entry -> Cell.interval(entry.speedup().map(each -> each.rivals()))),
        Fields.SCALED_EFFICIENCY,
        Fields.KARP_FLATT,
        Fields.COMMUNICATION,
        Fields.IMBALANCE,
        Fields.OVER_BOUND,
        Fields.CV,
        Fields.CHECK);
  }

  /** The speedup. */
  @Override
  public Optional<Compared> compared(Entry entry) {
    Result result = entry.result();
    return entry
        .speedup()
        .map(
            speedup ->
                new Compared(
                    "%s by %s on %s"
                        .formatted(entry.problemPart(2).text(), result.plan(), result.pool()),
                    speedup.rivals()));
  }

  @Override
  public List<String> closing(List<Entry> entries) {
    List<List<String>> answers =
        entries.stream()
            .collect(groupingBy(ScalingSection::study, LinkedHashMap::new, toList()))
            .entrySet()
            .stream()
            .map(study -> answers(study.getKey(), study.getValue()))
            .filter(lines -> !lines.isEmpty())
            .toList();
    return Stream.concat(
            answers.stream().flatMap(lines -> lines.stream().skip(answers.size() == 1 ? 1 : 0)),
            EnergyLines.of(entries).stream())
        .toList();
  }

  /** What is answered of one study, below its name; empty where it has no pools. */
  private static List<String> answers(Study study, List<Entry> entries) {
    List<String> lines = new ScalingAnswers(entries).lines();
    return lines.isEmpty()
        ? lines
        : Stream.concat(Stream.of(study.toString()), lines.stream()).toList();
  }

  /**
   * What belongs together in a file of several studies: the same pools and kernel, and products of
   * the same type and proportions.
   *
   * @param how strong or weak
   * @param proportions of the extents, to the nearest power of 2
   */
  private record Study(
      String pools, String how, String kernel, String dtype, List<Long> proportions) {
    @Override
    public String toString() {
      return "%s by %s, %s, %s:".formatted(pools, kernel, dtype, how);
    }
  }

  private static Study study(Entry entry) {
    Map<String, String> notes = entry.result().environment().notes();
    return new Study(
        notes.getOrDefault(POOLS_NOTE, ""),
        notes.getOrDefault(HOW_NOTE, ""),
        entry.result().kernel(),
        entry.problemPart(1).text(),
        proportions(entry.problemPart(2).text()));
  }

  private static List<Long> proportions(String shape) {
    List<Double> logarithms =
        Stream.of(shape.split("x"))
            .map(extent -> Math.log(Double.parseDouble(extent)) / Math.log(2))
            .toList();
    return logarithms.stream()
        .map(logarithm -> Math.round(logarithm - logarithms.getFirst()))
        .toList();
  }
}
