package dev.muster.suites;

import org.openjdk.jmh.annotations.Param;

/** The time of one all-reduce over a pool, out of place. */
public class CollectiveBenchmark extends TimedPlan {
  @Param({
    "allreduce:f32:sum:4KiB | ring | cpu:2 | vector",
    "allreduce:f32:sum:4KiB | two-shot | cpu:2 | vector",
    "allreduce:f32:sum:16MiB | ring | cpu:2 | vector",
    "allreduce:f32:sum:16MiB | two-shot | cpu:2 | vector"
  })
  public String line;

  @Override
  protected String line() {
    return line;
  }
}
