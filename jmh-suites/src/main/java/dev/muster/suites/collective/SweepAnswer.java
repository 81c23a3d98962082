package dev.muster.suites.collective;

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
}
