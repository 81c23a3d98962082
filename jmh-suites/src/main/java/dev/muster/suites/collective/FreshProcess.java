package dev.muster.suites.collective;

import dev.muster.suites.measure.Child;
import java.util.List;
import java.util.Map;

/** A fresh JVM that has all ranks. */
public record FreshProcess() implements Place {

  @Override
  public SweepAnswer measure(String name, int ranks, SweepSpec spec) {
    return SweepFork.answer(
        name,
        Child.run(
            Child.command(List.of(), SweepFork.class, SweepFork.argument(spec)),
            Map.of(),
            SweepFork.LIMIT));
  }
}
