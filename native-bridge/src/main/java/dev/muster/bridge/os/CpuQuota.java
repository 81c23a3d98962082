package dev.muster.bridge.os;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The CPU time that the control groups of this process let it have, whichever CPUs it runs on:
 * {@code docker --cpus}, or the limit of a Kubernetes pod.
 */
public final class CpuQuota {
  private CpuQuota() {}

  /** CPUs' worth of time, e.g. 1.5; empty where nothing limits it. */
  public static OptionalDouble cpus() {
    return cpus(SystemFiles.HERE);
  }

  static OptionalDouble cpus(SystemFiles files) {
    return Cgroup.of(files, "cpu").flatMap(CpuQuota::of).mapToDouble(Double::doubleValue).min();
  }

  private static Stream<Double> of(Cgroup group) {
    return (group.unified() ? group.text("cpu.max") : legacy(group))
            .filter(text -> text.matches("\\d{1,18} [1-9]\\d{0,17}"))
            .map(text -> text.split(" ", 2))
            .map(parts -> (double) Long.parseLong(parts[0]) / Long.parseLong(parts[1]))
            .stream();
  }

  /** As version 2 says it: time in each period, and the period. */
  private static Optional<String> legacy(Cgroup group) {
    return group
        .text("cpu.cfs_quota_us")
        .flatMap(quota -> group.text("cpu.cfs_period_us").map(period -> quota + " " + period));
  }
}
