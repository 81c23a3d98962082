package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.List;
import java.util.Optional;

/**
 * Products over pools of growing size, and how far they come from one device times their number.
 */
public final class ScalingSection implements Section {

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
    return new ScalingAnswers(entries).lines();
  }
}
