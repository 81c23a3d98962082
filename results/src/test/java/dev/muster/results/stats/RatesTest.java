package dev.muster.results.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.Samples;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final String LINE = "allreduce:f32:sum:1GB | ring | cpu:4 | vector";

  private static Rates rates(double seconds, String... namesAndValues) {
    Result.Builder builder = Samples.of("allreduce", LINE);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.counter(namesAndValues[i], Double.parseDouble(namesAndValues[i + 1]));
    }
    return Rates.of(builder.measured(Samples.seconds(seconds)));
  }

  private static void assertRate(double expected, OptionalDouble actual) {
    assertEquals(expected, actual.orElseThrow(), 1e-12 * expected);
  }

  @Test
  void gigaIsTenToTheNinth() {
    assertRate(2.5, rates(2, Counters.FLOPS, "5e9").gflops());
    assertRate(2.5, rates(2, Counters.BYTES, "5e9").gigabytesPerSecond());
  }

  @Test
  void busBandwidthCorrectsForTheNumberOfRanks() {
    Rates four = rates(0.5, Counters.BYTES, "1e9", Counters.RANKS, "4");
    assertRate(2, four.algbw());
    assertRate(2 * 2 * 3 / 4.0, four.busbw());
    Rates one = rates(0.5, Counters.BYTES, "1e9", Counters.RANKS, "1");
    assertRate(0, one.busbw());
  }

  @Test
  void busBandwidthOfOtherCollectivesHasTheirFactor() {
    for (String kind : List.of("reduce-scatter", "all-gather", "all-to-all")) {
      assertRate(2 * 3 / 4.0, collective(kind).busbw());
    }
    for (String kind : List.of("broadcast", "reduce")) {
      assertRate(2, collective(kind).busbw());
    }
    assertEquals(OptionalDouble.empty(), collective("reduce-local").busbw());
  }

  /** Of 1 GB over four ranks in half a second. */
  private static Rates collective(String kind) {
    return Rates.of(
        Samples.of("allreduce", kind + ":f32:1GB | ring | cpu:4 | vector")
            .counter(Counters.BYTES, 1e9)
            .counter(Counters.RANKS, 4)
            .measured(Samples.seconds(0.5)));
  }

  @Test
  void busBandwidthIsForCollectivesOnly() {
    Rates copy =
        Rates.of(
            Samples.of("ceiling", "copy:f32:1GiB | - | cpu:2 | vector")
                .counter(Counters.BYTES, 1e9)
                .counter(Counters.RANKS, 2)
                .counter(Counters.FLOPS, 0)
                .measured(Samples.seconds(1)));
    assertRate(1, copy.gigabytesPerSecond());
    assertEquals(OptionalDouble.empty(), copy.busbw());
    assertEquals(OptionalDouble.empty(), copy.gflops());
  }

  @Test
  void wireAndBusBandwidthOfARingAreEqual() {
    for (int n = 2; n <= 33; n++) {
      double wire = 2 * (n - 1) * 1e9;
      Rates ring =
          rates(
              0.25,
              Counters.BYTES,
              "1e9",
              Counters.RANKS,
              Integer.toString(n),
              Counters.WIRE_BYTES,
              Double.toString(wire));
      assertRate(ring.busbw().orElseThrow(), ring.wirebw());
    }
  }

  @Test
  void speedupAndEfficiencyAreAgainstTheTimeOfTheBase() {
    Rates base = rates(1.0);
    Rates pool = rates(0.4, Counters.RANKS, "4");
    assertRate(2.5, pool.speedupOver(base));
    assertRate(62.5, pool.efficiencyPercent(base));
    assertRate(125, pool.efficiencyPercent(rates(1.0, Counters.RANKS, "2")));
  }

  @Test
  void percentOfPeakComparesRatesAndNotTimes() {
    Rates peak = rates(1, Counters.FLOPS, "4e9");
    assertRate(75, rates(2, Counters.FLOPS, "6e9").percentOfPeak(peak));
  }

  @Test
  void communicationIsAPartOfTheTime() {
    assertRate(12.5, rates(1, Counters.COMMUNICATION_SHARE, "0.125").communicationPercent());
  }

  @Test
  void overlapLiesBetweenTheSumAndTheLongerOne() {
    Rates overlapped = rates(2, Counters.COMPUTE_SHARE, "0.9", Counters.COMMUNICATION_SHARE, "0.2");
    assertRate(2.2, overlapped.serialSeconds());
    assertRate(1.8, overlapped.overlapBoundSeconds());
  }

  @Test
  void whatGoesOnSideBySideIsHidden() {
    assertRate(
        50,
        rates(1, Counters.COMPUTE_SHARE, "0.9", Counters.COMMUNICATION_SHARE, "0.2")
            .hiddenPercent());
    assertRate(
        0,
        rates(1, Counters.COMPUTE_SHARE, "0.7", Counters.COMMUNICATION_SHARE, "0.3")
            .hiddenPercent());
  }

  @Test
  void missingCounterOrTimeGivesNoRate() {
    for (Rates rates : List.of(rates(1), rates(0, Counters.FLOPS, "1", Counters.BYTES, "1"))) {
      assertEquals(OptionalDouble.empty(), rates.gflops());
      assertEquals(OptionalDouble.empty(), rates.algbw());
      assertEquals(OptionalDouble.empty(), rates.busbw());
      assertEquals(OptionalDouble.empty(), rates.wirebw());
      assertEquals(OptionalDouble.empty(), rates.percentOfPeak(rates));
      assertEquals(OptionalDouble.empty(), rates.efficiencyPercent(rates));
      assertEquals(OptionalDouble.empty(), rates.communicationPercent());
    }
  }
}
