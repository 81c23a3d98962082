package dev.muster.suites.cli;

import dev.muster.kernels.problem.ByteSize;
import dev.muster.results.Environment;
import java.util.List;

/** The machine in a few lines, the first that a run prints. */
final class MachineNotes {
  private MachineNotes() {}

  static List<String> of(Environment here) {
    return List.of(
        "Muster %s on %s (%s)".formatted(here.musterVersion(), here.host(), here.os()),
        "CPU     %s, %d cores, %s"
            .formatted(here.cpu(), here.logicalCores(), String.join(" ", here.cpuFlags())),
        "Caches  L1d %s, L2 %s, L3 %s; memory %.1f GiB"
            .formatted(
                ByteSize.text(here.l1DataBytes()),
                ByteSize.text(here.l2Bytes()),
                ByteSize.text(here.l3Bytes()),
                here.memoryBytes() / (double) (1L << 30)),
        "JDK     " + here.jdk());
  }
}
