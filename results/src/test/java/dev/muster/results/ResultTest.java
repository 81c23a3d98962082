package dev.muster.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTest {
  private static final String LINE = "fma:f32:16 | - | cpu:2 | vector";

  @Test
  void partsOfTheLineAreStoredBesideIt() {
    Result result = Samples.of("ceiling", LINE).measured(Samples.seconds(1));
    assertEquals(LINE, result.line());
    assertEquals("fma:f32:16", result.problem());
    assertEquals("-", result.plan());
    assertEquals("cpu:2", result.pool());
    assertEquals("vector", result.kernel());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
  void sampleThatIsNoTimeIsRefused(double seconds) {
    Result.Builder builder = Samples.of("ceiling", LINE);
    assertThrows(IllegalArgumentException.class, () -> builder.measured(Samples.seconds(seconds)));
  }

  @Test
  void counterThatIsNotFiniteIsRefused() {
    Result.Builder builder = Samples.of("ceiling", LINE).counter("flops", Double.NaN);
    assertThrows(IllegalArgumentException.class, () -> builder.measured(Samples.seconds(1)));
  }

  @Test
  void timedResultNeedsSamplesOfEveryFork() {
    Result.Builder builder = Samples.of("ceiling", LINE);
    assertThrows(IllegalArgumentException.class, () -> builder.measured(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> builder.measured(List.of(List.of(1.0), List.of())));
  }

  @Test
  void wrongAnswerIsNeverTimed() {
    Result.Builder builder = Samples.of("ceiling", LINE).verdict(new Verdict(9, 1, "C[0,0]"));
    assertThrows(IllegalArgumentException.class, () -> builder.measured(Samples.seconds(1)));
  }

  @Test
  void wrongAnswerSaysWhereAndByHowMuch() {
    Verdict verdict = new Verdict(9, 2, "worst at C[1,2]: expected 3, got 4, bound 0.1");
    Result wrong = Samples.of("matmul", LINE).wrong(verdict);
    assertFalse(wrong.timed());
    assertEquals("WRONG 2 of 9, worst at C[1,2]: expected 3, got 4, bound 0.1", wrong.message());
  }

  @Test
  void unsupportedAndFailedSayWhyOnOneLine() {
    assertEquals(
        "[unsupported] no OpenCL platform: install pocl",
        Samples.of("matmul", LINE).unsupported("no OpenCL platform:\n  install pocl").message());
    assertEquals(
        "[failed] out of resources",
        Samples.of("matmul", LINE).failed("out of resources").message());
    assertTrue(Samples.of("matmul", LINE).measured(Samples.seconds(1)).message().isEmpty());
  }

  @Test
  void otherSettingsAreAnotherMeasurement() {
    Result.Builder builder = Samples.of("ceiling", LINE);
    Result quick = builder.settings("forks=1").measured(Samples.seconds(1));
    Result full = builder.settings("forks=5").measured(Samples.seconds(1));
    assertNotEquals(quick.key(), full.key());
    assertEquals(quick.key(), builder.settings("forks=1").failed("x").key());
  }
}
