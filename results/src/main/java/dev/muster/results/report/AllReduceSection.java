package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.stats.Rates;
import java.util.List;

/** All-reduce by size and algorithm, with the columns of nccl-tests. */
public final class AllReduceSection implements Section {

  @Override
  public String name() {
    return "allreduce";
  }

  @Override
  public String title() {
    return "All-reduce";
  }

  @Override
  public List<Field> subject() {
    return List.of(
        Field.number("size", 7, entry -> entry.problemPart(3)),
        Field.number("count", 9, Fields.count(Counters.COUNT)),
        Fields.TYPE,
        Field.text("redop", 5, entry -> entry.problemPart(2)),
        Field.text("algorithm", 9, Fields.PLAN.cell()),
        Fields.POOL);
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
