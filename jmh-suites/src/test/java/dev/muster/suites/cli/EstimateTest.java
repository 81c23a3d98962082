package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.suites.measure.Planned;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final List<Planned> TWO = List.of(Examples.product(1), Examples.product(2));
  private static final long EACH_MILLIS = Math.round(1000 * Examples.EFFORT.expectedSeconds());

  private long nowNanos;
  private final Estimate estimate = new Estimate(TWO, () -> nowNanos);

  private void pass(long millis) {
    nowNanos += millis * 1_000_000;
  }

  private void assertLeft(long millis) {
    assertEquals(Duration.ofMillis(millis), estimate.left());
  }

  @Test
  void atFirstItIsWhatWasPlanned() {
    assertLeft(2 * EACH_MILLIS);
    estimate.begin(TWO.getFirst());
    assertLeft(2 * EACH_MILLIS);
  }

  @Test
  void itFallsWhileTimePasses() {
    estimate.begin(TWO.getFirst());
    pass(100);
    assertLeft(2 * EACH_MILLIS - 100);
  }

  @Test
  void aMeasurementThatTakesTooLongDoesNotEatTheTimeOfTheOthers() {
    estimate.begin(TWO.getFirst());
    pass(10 * EACH_MILLIS);
    assertLeft(EACH_MILLIS);
  }

  @Test
  void aSlowMachineIsExpectedToStaySlow() {
    estimate.begin(TWO.getFirst());
    pass(3 * EACH_MILLIS);
    estimate.end();
    assertLeft(3 * EACH_MILLIS);
  }

  /** The first half took twice what was planned, so will the second, and what comes after it. */
  @Test
  void whatIsDoneOfAMeasurementTellsHowLongTheRestTakes() {
    estimate.begin(TWO.getFirst());
    pass(EACH_MILLIS);
    estimate.advance(0.5);
    assertLeft(EACH_MILLIS + 2 * EACH_MILLIS);
    pass(EACH_MILLIS);
    estimate.end();
    assertLeft(2 * EACH_MILLIS);
  }

  @Test
  void inTheEndNothingIsLeft() {
    for (Planned each : TWO) {
      estimate.begin(each);
      pass(EACH_MILLIS);
      estimate.end();
    }
    assertLeft(0);
  }

  @Test
  void itIsReadInMinutesAndSeconds() {
    assertEquals("2:05", Estimate.text(Duration.ofSeconds(125)));
  }
}
