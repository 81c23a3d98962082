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

class ScalingSectionTest {
  private final History history = new History();
  private final List<Entry> entries = new ArrayList<>();

  private void measured(String dtype, String plan, int ranks, double seconds) {
    String shape = "matmul:%s:64x64x64".formatted(dtype);
    Result.Builder builder =
        Samples.of("scaling", "%s | %s | cpu:%d | vector".formatted(shape, plan, ranks))
            .counter(Counters.FLOPS, 2.0 * 64 * 64 * 64)
            .counter(Counters.RANKS, ranks);
    if (ranks > 1) {
      builder.reference(References.ONE_DEVICE, RepeatLine.parse(shape + " | pm1 | cpu:1 | vector"));
    }
    Result result = builder.measured(List.of(List.of(seconds), List.of(seconds)));
    history.add(result);
    entries.add(new Entry(result, history));
  }

  @Test
  void oneStudyNeedsNoName() {
    measured("f32", "pm1", 1, 1);
    measured("f32", "pm2", 2, 0.6);
    List<String> lines = new ScalingSection().closing(entries);
    assertTrue(lines.getFirst().startsWith("equivalent single chip: cpu:2"), lines.toString());
  }

  /** In the same time twice the work. */
  @Test
  void csvOfAWeakStudyHasTheRatioOfTheRates() {
    RepeatLine one = RepeatLine.parse("matmul:f32:64x64x64 | pm1 | cpu:1 | vector");
    Result alone =
        Samples.of("scaling", one.toString())
            .counter(Counters.FLOPS, 1e6)
            .counter(Counters.RANKS, 1)
            .measured(Samples.seconds(1));
    Result both =
        Samples.of("scaling", "matmul:f32:128x64x64 | pm2 | cpu:2 | vector")
            .counter(Counters.FLOPS, 2e6)
            .counter(Counters.RANKS, 2)
            .reference(References.ONE_DEVICE, one)
            .measured(Samples.seconds(1));
    StringBuilder out = new StringBuilder();
    Report csv = TableFormat.parse("csv").report(out, new StringBuilder());
    List.of(alone, both).forEach(csv::add);
    List<String> lines = out.toString().lines().toList();
    List<String> names = List.of(lines.getFirst().split(",", -1));
    List<String> cells = List.of(lines.getLast().split(",", -1));
    assertEquals("2.0", cells.get(names.indexOf("speedup")));
    assertEquals("100.0", cells.get(names.indexOf("efficiency_percent")));
    assertEquals("", cells.get(names.indexOf("ratio")));
  }

  @Test
  void studiesOfOneFileAreAnsweredOneByOne() {
    measured("f32", "pm1", 1, 1);
    measured("f32", "pm2", 2, 0.6);
    measured("f64", "pm1", 1, 2);
    measured("f64", "pm2", 2, 1);
    List<String> lines = new ScalingSection().closing(entries);
    assertEquals(2, lines.stream().filter(line -> line.startsWith("equivalent")).count());
    assertTrue(lines.stream().anyMatch(line -> line.contains("by vector, f64")), lines.toString());
  }
}
