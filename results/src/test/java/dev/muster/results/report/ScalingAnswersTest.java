package dev.muster.results.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.Counters;
import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.results.Result;
import dev.muster.results.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingAnswersTest {
  private final History history = new History();
  private final List<Entry> entries = new ArrayList<>();

  /** A product of n³ over a pool, and how long it takes. */
  private void measured(int n, String plan, int ranks, double seconds) {
    String shape = "matmul:f32:%1$dx%1$dx%1$d".formatted(n);
    Result.Builder builder =
        Samples.of("scaling", "%s | %s | cpu:%d | vector".formatted(shape, plan, ranks))
            .counter(Counters.FLOPS, 2.0 * n * n * n)
            .counter(Counters.RANKS, ranks)
            .counter(Counters.COMPUTE_SHARE, 0.9)
            .counter(Counters.COMMUNICATION_SHARE, 0.08);
    if (ranks > 1) {
      builder.reference(References.ONE_DEVICE, RepeatLine.parse(shape + " | pm1 | cpu:1 | vector"));
    }
    Result result = builder.measured(List.of(List.of(seconds), List.of(seconds)));
    history.add(result);
    entries.add(new Entry(result, history));
  }

  private List<String> lines() {
    return new ScalingAnswers(entries).lines();
  }

  @Test
  void thePoolIsWorthItsBestPlanOfTheLargestProduct() {
    measured(1000, "pm1", 1, 1);
    measured(1000, "pm2", 2, 0.5);
    measured(1000, "pn2", 2, 0.55);
    measured(500, "pm1", 1, 0.1);
    measured(500, "pm2", 2, 0.01);
    assertTrue(
        lines()
            .contains(
                "equivalent single chip: cpu:2 by pm2 does as one device 2.000 times as fast as one of"
                    + " its own, 4.000 GFLOP/s, at 1000x1000x1000"),
        lines().toString());
  }

  @Test
  void theCrossoverLiesBetweenTheSizesThatItSeparates() {
    measured(400, "pm1", 1, 1);
    measured(400, "pm2", 2, 0.5);
    measured(100, "pm1", 1, 1);
    measured(100, "pm2", 2, 2);
    assertTrue(
        lines()
            .contains(
                "crossover: cpu:2 beats one device from about 200³ multiply-adds on: 0.5000 times at"
                    + " 100x100x100, 2.000 at 400x400x400"),
        lines().toString());
  }

  @Test
  void aPoolThatAlwaysWinsAndOneThatNeverDoesHaveNoCrossover() {
    measured(400, "pm1", 1, 1);
    measured(400, "pm2", 2, 0.5);
    measured(200, "pm1", 1, 1);
    measured(200, "pm2", 2, 0.9);
    assertTrue(lines().getFirst().contains("at every size measured, from 200x200x200 on"));
    entries.clear();
    measured(400, "pm4", 4, 2);
    measured(200, "pm4", 4, 3);
    assertTrue(lines().getFirst().contains("cpu:4 beats one device at no size measured"));
  }

  @Test
  void theSmallestPoolThatNoLargerOneBeatsIsNamed() {
    measured(400, "pm1", 1, 1);
    measured(400, "pm2", 2, 0.5);
    measured(400, "pm3", 3, 0.4);
    measured(400, "pm4", 4, 0.4);
    assertEquals(
        "saturation: cpu:3 by pm3, 2.500 [2.500, 2.500] times one device; no larger pool is faster"
            + " beyond the intervals",
        lines().getFirst());
  }

  @Test
  void poolsThatGrowFasterToTheLastHaveNoSaturation() {
    measured(400, "pm1", 1, 1);
    measured(400, "pm2", 2, 0.5);
    measured(400, "pm3", 3, 0.4);
    assertTrue(lines().getFirst().startsWith("equivalent single chip"), lines().toString());
  }

  @Test
  void oneSizeAloneTellsOfNoCrossover() {
    measured(400, "pm1", 1, 1);
    measured(400, "pm2", 2, 0.5);
    assertTrue(lines().getFirst().startsWith("equivalent single chip"), lines().toString());
  }

  @Test
  void whatIsLostAddsUp() {
    measured(400, "pm1", 1, 1);
    measured(400, "pm2", 2, 0.625);
    assertEquals(
        "first bottleneck of cpu:2: computing slower than alone; of its time 20.0 % are lost:"
            + " joining sums 8.0 %, waiting for the slowest rank 2.0 %, computing slower than alone"
            + " 10.0 %",
        lines().getLast());
  }

  @Test
  void lawsAreFittedFromSixPoolSizesOn() {
    measured(400, "pm1", 1, 1);
    for (int ranks = 2; ranks <= 5; ranks++) {
      measured(400, "pm" + ranks, ranks, 0.05 + 0.95 / ranks);
    }
    assertEquals(2, lines().size());
    measured(400, "pm6", 6, 0.05 + 0.95 / 6);
    assertTrue(
        lines().getFirst().startsWith("Amdahl: serial part 0.05000 [0.05000, 0.05000]"),
        lines().toString());
    assertTrue(lines().get(1).startsWith("USL: σ 0.05000"), lines().toString());
  }

  @Test
  void oneDeviceAloneAnswersNothing() {
    measured(400, "pm1", 1, 1);
    assertEquals(List.of(), lines());
  }
}
