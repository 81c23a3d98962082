package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.results.References;
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
class ContestTest {
  private static final MatMul PROBLEM = new MatMul(DType.F32, 5, 5, 5);
  private static final Effort EFFORT = new Effort(2, 0, 1, 0.01, 10);

  private final List<String> turns = new ArrayList<>();
  private final Meter meter = new Meter(Environments.any(), this::note, _ -> 100);

  @BeforeAll
  static void doNotWaitForOthers() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  private void note(Collection<RunResult> found) {
    turns.add(
        found.stream()
            .map(run -> RunLine.parse(run.getParams().getParam("line")).kernel())
            .findFirst()
            .orElse("-"));
  }

  private static Rival rival(String kernel, String obstacle) {
    RunLine line = RunLine.parse(PROBLEM.text() + " | - | cpu:1 | " + kernel);
    Planned planned =
        new Planned(line, 1, EFFORT, Map.of(References.peer("scalar"), line.repeatLine()));
    return new Rival(planned, obstacle);
  }

  private List<Result> measure(Rival... rivals) {
    return new Contest(Contest.PEERS, PROBLEM, List.of(rivals)).measure(meter);
  }

  @Test
  void rivalsTakeTurnsAndTheForksOfEachAreOneResult() {
    Contest contest =
        new Contest(Contest.PEERS, PROBLEM, List.of(rival("scalar", ""), rival("vector", "")));
    List<Double> shares = new ArrayList<>();
    List<Result> results = contest.measure(meter.telling(shares::add));
    assertEquals(List.of("scalar", "vector", "vector", "scalar"), turns);
    assertEquals(List.of(0.5, 1.0), shares);
    assertEquals(contest.keys(), results.stream().map(Result::key).toList());
    for (Result result : results) {
      assertEquals(Status.OK, result.status(), result.message());
      assertEquals(List.of(1, 1), result.forkSeconds().stream().map(List::size).toList());
      assertEquals("peers", result.section());
      assertEquals(25, result.verdict().checkedCount());
      assertEquals(250, result.counter("flops").orElseThrow());
      assertTrue(result.references().containsKey("peer scalar"));
      assertEquals(
          "forks=2 warmup=0x0.010s iterations=1x0.010s beside=matmul:f32:5x5x5", result.settings());
    }
  }

  @Test
  void whoeverEndsBadlyHasNoMoreTurnsAndTheOthersGoOn() {
    List<Result> results = measure(rival("wrong", ""), rival("crashing", ""), rival("vector", ""));
    assertEquals(
        List.of(Status.WRONG, Status.FAILED, Status.OK),
        results.stream().map(Result::status).toList());
    assertEquals(List.of("-", "-", "vector", "vector"), turns);
    assertTrue(results.get(1).reason().contains("134"), results.get(1).reason());
  }

  @Test
  void whatIsKnownToBeMissingIsNotTried() {
    List<Result> results = measure(rival("vector", "no library"));
    assertEquals("[unsupported] no library", results.getFirst().message());
    assertEquals(List.of(), turns);
  }
}
