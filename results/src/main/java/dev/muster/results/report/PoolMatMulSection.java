package dev.muster.results.report;

import dev.muster.results.References;
import dev.muster.results.Result;
import java.util.List;
import java.util.Optional;

/** One product over a pool, by the way that it is cut. */
public final class PoolMatMulSection implements Section {

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public String title() {
    return "One matmul over a pool";
  }

  @Override
  public List<Field> subject() {
    return List.of(Fields.SHAPE, Fields.TYPE, Fields.PLAN, Fields.POOL, Fields.KERNEL);
  }

  @Override
  public List<Field> figures() {
    return List.of(
        Fields.MEDIAN_MILLIS,
        Fields.GFLOPS,
        Fields.SPEEDUP,
        Fields.EFFICIENCY,
        Fields.COMMUNICATION,
        Fields.FINISH_APART,
        Fields.HIDDEN,
        Fields.SERIAL,
        Fields.OVERLAP_BOUND,
        Fields.CV,
        Fields.CHECK);
  }

  /** The speedup over one device. */
  @Override
  public Optional<Compared> compared(Entry entry) {
    return entry.rivals(References.ONE_DEVICE).map(rivals -> new Compared(where(entry), rivals));
  }

  private static String where(Entry entry) {
    Result result = entry.result();
    return "%s by %s on %s".formatted(entry.problemPart(2).text(), result.plan(), result.pool());
  }
}
