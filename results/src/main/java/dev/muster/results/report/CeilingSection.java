package dev.muster.results.report;

import dev.muster.results.Counters;
import java.util.List;

/** What the cores could do at most: FMA peak and memory bandwidth. */
public final class CeilingSection implements Section {

  @Override
  public String name() {
    return "ceiling";
  }

  @Override
  public String title() {
    return "Ceilings";
  }

  @Override
  public List<Field> subject() {
    return List.of(
        Field.text("what", 16, entry -> Cell.of(entry.result().problem())),
        Field.number("cores", 5, Fields.count(Counters.RANKS)));
  }

  @Override
  public List<Field> figures() {
    return List.of(Fields.GFLOPS, Fields.GIGABYTES, Fields.MEDIAN_MICROS, Fields.CV, Fields.CHECK);
  }
}
