package dev.muster.suites.collective;

import dev.muster.offload.pool.Device;
import java.util.List;

/**
 * What a process, or a job, answers.
 *
 * @param rows one per size
 * @param devices of each rank
 * @param notes what a reader has to know
 */
public record SweepAnswer(List<SweepRow> rows, List<String> devices, List<String> notes) {
  public SweepAnswer {
    rows = List.copyOf(rows);
    devices = List.copyOf(devices);
    notes = List.copyOf(notes);
  }

  /** Measures. Every process of a job has to. */
  static SweepAnswer of(Ranks ranks, SweepSpec spec) {
    List<String> devices = ranks.pool().devices().stream().map(Device::id).toList();
    return new SweepAnswer(new Sweep(spec, ranks).rows(), devices, ranks.pool().notes());
  }
}
