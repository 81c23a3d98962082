package dev.muster.suites;

import org.openjdk.jmh.annotations.Param;

/**
 * The time of one product over a pool, split in m, n or k. JMH takes a comma for the end of a
 * parameter's value: several splits are measured with {@code muster bench}.
 */
public class PlanBenchmark extends TimedPlan {
  @Param({
    "matmul:f32:2048x2048x2048 | pm2 | cpu:2 | vector",
    "matmul:f32:2048x2048x2048 | pn2 | cpu:2 | vector",
    "matmul:f32:2048x2048x2048 | pk2;ring | cpu:2 | vector"
  })
  public String line;

  @Override
  protected String line() {
    return line;
  }
}
