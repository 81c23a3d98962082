package dev.muster.suites;

import org.openjdk.jmh.annotations.Param;

/**
 * What the cores could do at most: FMA peak at 128, 256 and 512 bits, and STREAM. {@code -t max}
 * measures all cores together, each on operands of its own.
 */
public class RooflineBenchmark extends TimedKernel {
  @Param({
    "fma:f32:4 | - | cpu:1 | vector",
    "fma:f32:8 | - | cpu:1 | vector",
    "fma:f32:16 | - | cpu:1 | vector",
    "copy:f32:256MiB | - | cpu:1 | vector",
    "triad:f32:256MiB | - | cpu:1 | vector"
  })
  public String line;

  @Override
  protected String line() {
    return line;
  }
}
