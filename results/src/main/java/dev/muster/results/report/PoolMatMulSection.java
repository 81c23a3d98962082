package dev.muster.results.report;

import java.util.List;

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
        Fields.CV,
        Fields.CHECK);
  }
}
