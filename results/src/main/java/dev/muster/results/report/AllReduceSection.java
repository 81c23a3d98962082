package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.stats.Rates;
import java.util.List;

/**
 * Collectives by size and algorithm, with the columns of nccl-tests. Stored runs have them as
 * {@code allreduce}.
 */
public final class AllReduceSection implements Section {
  /** Of {@code allreduce:f32:sum:64MiB}. */
  private static final int SIZE_WHERE_COMBINED = 3;

  @Override
  public String name() {
    return "allreduce";
  }

  @Override
  public String title() {
    return "Collectives";
  }

  @Override
  public List<Field> subject() {
    return List.of(
        Field.number("size", 7, Entry::lastProblemPart),
        Field.number("count", 9, Fields.count(Counters.COUNT)),
        Fields.TYPE,
        Field.text("redop", 5, AllReduceSection::operation),
        Field.text("algorithm", 9, Fields.PLAN.cell()),
        Fields.POOL);
  }

  /** Only what combines has one, before the size. */
  private static Cell operation(Entry entry) {
    return entry.problemPart(SIZE_WHERE_COMBINED) instanceof Cell.Missing missing
        ? missing
        : entry.problemPart(SIZE_WHERE_COMBINED - 1);
  }

  @Override
  public List<Field> figures() {
    return List.of(
        Fields.MEDIAN_MICROS,
        Field.number("algbw GB/s", 10, entry -> entry.figure(Rates::algbw)),
        Field.number("busbw GB/s", 10, entry -> entry.figure(Rates::busbw)),
        Field.number("wirebw GB/s", 11, entry -> entry.figure(Rates::wirebw)),
        Fields.CV,
        Field.number("#wrong", 6, entry -> Cell.of(entry.result().verdict().wrongCount())));
  }
}
