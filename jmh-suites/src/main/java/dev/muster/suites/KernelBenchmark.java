package dev.muster.suites;

import org.openjdk.jmh.annotations.Param;

/**
 * The time of one kernel on one device: {@code -p "line=matmul:f32:512x512x512 | - | cpu:1 |
 * vector"}.
 */
public class KernelBenchmark extends TimedKernel {
  @Param({
    "matmul:f32:1024x1024x1024 | - | cpu:1 | vector",
    "matmul:f32:1024x1024x1024 | - | opencl:0 | opencl",
    "reduce-local:f32:sum:64MiB | - | cpu:1 | vector"
  })
  public String line;

  @Override
  protected String line() {
    return line;
  }
}
