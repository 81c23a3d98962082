package dev.muster.suites.collective;

import dev.muster.offload.pool.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

  /**
   * Measures. Every process of a job has to.
   *
   * @param news is given what there is so far: before the first row, and after each
   * @throws SweepException where it cannot go on, with what there is
   */
  static SweepAnswer of(Ranks ranks, SweepSpec spec, Consumer<SweepAnswer> news) {
    List<String> devices = ranks.pool().devices().stream().map(Device::id).toList();
    List<SweepRow> rows = new ArrayList<>();
    Supplier<SweepAnswer> soFar = () -> new SweepAnswer(rows, devices, ranks.pool().notes());
    news.accept(soFar.get());
    try {
      new Sweep(spec, ranks)
          .rows(
              row -> {
                rows.add(row);
                news.accept(soFar.get());
              });
    } catch (SweepException e) {
      throw rows.isEmpty() ? e : e.with(soFar.get());
    }
    return soFar.get();
  }
}
