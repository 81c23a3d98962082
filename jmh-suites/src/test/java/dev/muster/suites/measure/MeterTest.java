package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;

/** Measures for real, in forks of their own, as shortly as can be. */
class MeterTest {
  private static final double NO_LIMIT = 100;

  private final List<RunResult> jmhResults = new ArrayList<>();

  /** Other builds may be measuring on the same machine: here no figure counts. */
  @BeforeAll
  static void doNotWaitForOthers() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  private Result measure(String line, int ranks, Effort effort, double limitSeconds) {
    Meter meter = new Meter(Environments.any(), this::keep, _ -> limitSeconds);
    return meter.measure(new Planned(RunLine.parse(line), ranks, effort, Map.of()));
  }

  private void keep(Collection<RunResult> found) {
    jmhResults.addAll(found);
  }

  private Result measure(String line, int ranks) {
    return measure(line, ranks, shortly(1), NO_LIMIT);
  }

  private static Effort shortly(int forks) {
    return new Effort(forks, 0, 2, 0.02, 10);
  }

  @Test
  void aKernelIsCheckedAndTimedInEachFork() {
    Result result = measure("matmul:f32:16x16x16 | - | cpu:1 | vector", 1, shortly(2), NO_LIMIT);
    assertEquals(Status.OK, result.status(), result.message());
    assertEquals(List.of(2, 2), result.forkSeconds().stream().map(List::size).toList());
    assertEquals(16 * 16, result.verdict().checkedCount());
    assertEquals(2.0 * 16 * 16 * 16, result.counter(Counters.FLOPS).orElseThrow());
    assertTrue(result.ran().get("kernel").contains("tile"), result.ran().toString());
    assertEquals(1, jmhResults.size());
  }

  @Test
  void aPlanIsTimedByItsPool() {
    Result result = measure("matmul:f32:16x16x16 | pk2;ring | cpu:2 | vector", 2);
    assertEquals(Status.OK, result.status(), result.message());
    assertEquals(2, result.counter(Counters.RANKS).orElseThrow());
    assertTrue(result.counter(Counters.WIRE_BYTES).orElseThrow() > 0);
    assertTrue(result.ran().containsKey("rank1"), result.ran().toString());
  }

  @Test
  void aCeilingIsRunOnEveryCore() {
    Result result = measure("copy:f32:4KiB | - | cpu:2 | vector", 2);
    assertEquals(Status.OK, result.status(), result.message());
    assertEquals("2", result.ran().get("threads"));
    assertEquals(2 * 2 * 4096, result.counter(Counters.BYTES).orElseThrow());
  }

  @Test
  void aWrongKernelIsReportedAndNotTimed() {
    Result result = measure("matmul:f32:5x5x5 | - | cpu:1 | wrong", 1);
    assertEquals(Status.WRONG, result.status(), result.message());
    assertTrue(
        result.message().matches("WRONG \\d+ of 25, worst at C\\[\\d,\\d]: expected .*, got 0.*"),
        result.message());
    assertTrue(result.forkSeconds().isEmpty());
  }

  @Test
  void aWrongKernelOfARankIsReported() {
    Result result = measure("matmul:f32:6x6x6 | pm2 | cpu:2 | wrong", 2);
    assertEquals(Status.WRONG, result.status(), result.message());
  }

  @Test
  void aKernelThatEndsItsProcessFailsWithTheExitCode() {
    Result result = measure("matmul:f32:5x5x5 | - | cpu:1 | crashing", 1);
    assertEquals(Status.FAILED, result.status());
    assertTrue(result.message().contains("134"), result.message());
  }

  /** It has told all that it found by then. */
  @Test
  void aKernelThatEndsItsProcessWhenItIsClosedFailsWithTheExitCode() {
    Result result = measure("matmul:f32:5x5x5 | - | cpu:1 | crashingatlast", 1);
    assertEquals(Status.FAILED, result.status());
    assertTrue(result.message().contains("134"), result.message());
  }

  @Test
  void aKernelThatHangsIsEnded() {
    Result result = measure("matmul:f32:5x5x5 | - | cpu:1 | hanging", 1, shortly(1), 3);
    assertEquals(Status.FAILED, result.status());
    assertEquals("[failed] gave no answer within 3 s and was ended", result.message());
    assertFalse(
        ProcessHandle.current().descendants().anyMatch(ProcessHandle::isAlive), "no fork is left");
  }

  @Test
  void whatDoesNotFitHereIsUnsupportedWithTheNumbers() {
    Result result = measure("copy:f32:1024TiB | - | cpu:1 | vector", 1);
    assertEquals(Status.UNSUPPORTED, result.status());
    assertTrue(result.reason().contains("GiB are free"), result.reason());
  }
}
