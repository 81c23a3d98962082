package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.tensor.DType;
import dev.muster.results.References;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which rows a contest has, found out as for a person who waits: in a process of its own. */
class ContestsTest {
  private static final MatMul SMALL = new MatMul(DType.F32, 8, 8, 8);
  private static final MatMul LARGE = new MatMul(DType.F32, 4096, 4096, 4096);
  private static final MatMul HUGE = new MatMul(DType.F32, 900_000, 900_000, 2);

  private static Contests of(String pool, String kernel, String... peers) {
    return new Contests(
        PoolFacts.of(pool), kernel, new Peers(List.of(peers)), new ContestEffort(5, 0.1));
  }

  private static List<String> kernels(Contest contest) {
    return contest.rivals().stream()
        .map(rival -> rival.planned().line())
        .map(line -> line.problem() instanceof MatMul ? line.kernel() : line.problem().text())
        .toList();
  }

  @Test
  void theCeilingComesFirstAndTheKernelThatIsJudgedLast() {
    List<String> kernels =
        kernels(of("cpu:1", "vector", "scalar", "vector:256").plan(List.of(SMALL)).getFirst());
    assertTrue(kernels.getFirst().startsWith("fma:f32:"), kernels.toString());
    assertEquals(List.of("scalar", "vector:256", "vector"), kernels.subList(1, 4));
  }

  @Test
  void theKernelThatIsJudgedRefersToTheCeilingAndToEachPeer() {
    List<Rival> rivals = of("cpu:1", "vector", "scalar").plan(List.of(SMALL)).getFirst().rivals();
    assertEquals(Map.of(), rivals.get(0).planned().references());
    assertEquals(Set.of(References.FMA_PEAK), rivals.get(1).planned().references().keySet());
    assertEquals(
        Map.of(
            References.FMA_PEAK,
            rivals.get(0).planned().line().repeatLine(),
            References.peer("scalar"),
            rivals.get(1).planned().line().repeatLine()),
        rivals.get(2).planned().references());
  }

  /** The cores beside a device have another peak than it. */
  @Test
  void onlyRowsOfTheSamePoolReferToItsCeiling() {
    PoolFacts facts = PoolFacts.of("cpu:1");
    PoolFacts device =
        new PoolFacts(
            "opencl:0",
            List.of("opencl"),
            Map.of(DType.F32, facts.ceiling(DType.F32).problem().text()),
            List.of(),
            1,
            "opencl:0",
            List.of(),
            "");
    Contests contests =
        new Contests(device, "opencl", new Peers(List.of("cpu")), new ContestEffort(5, 0.1));
    Map<String, Set<String>> references =
        contests.plan(List.of(SMALL)).getFirst().rivals().stream()
            .map(Rival::planned)
            .filter(planned -> planned.line().problem() instanceof MatMul)
            .collect(
                Collectors.toMap(
                    planned -> planned.line().kernel(), planned -> planned.references().keySet()));
    assertEquals(Set.of(), references.get("vector"));
    assertTrue(references.get("opencl").contains(References.FMA_PEAK), references.toString());
  }

  @Test
  void thereIsOneContestPerShapeAndItsRowsAreNobodyElses() {
    List<Contest> contests = of("cpu:1", "vector", "scalar").plan(List.of(SMALL, LARGE));
    assertEquals(List.of(SMALL, LARGE), contests.stream().map(Contest::problem).toList());
    List<?> keys = contests.stream().flatMap(contest -> contest.keys().stream()).toList();
    assertEquals(6, keys.stream().distinct().count());
  }

  @Test
  void aPeerThatCannotRunHasOneRowForTheWholeSetWithItsReason() {
    List<Contest> contests = of("cpu:2", "wrong", "scalar").plan(List.of(SMALL, LARGE));
    assertTrue(kernels(contests.getFirst()).contains("scalar"));
    assertFalse(kernels(contests.getLast()).contains("scalar"));
    String reason = contests.getFirst().rivals().get(1).obstacle();
    assertTrue(reason.contains("'scalar' runs on one device"), reason);
    assertFalse(contests.getFirst().text().contains("scalar"), contests.getFirst().text());
  }

  /** As a native library does that reads its settings when it is loaded. */
  @Test
  void aKernelThatTakesOneSettingPerProcessIsAskedInProcessesOfItsOwn() {
    Contest contest = of("cpu:1", "alone", "alone:best").plan(List.of(SMALL)).getFirst();
    assertEquals(List.of("", ""), contest.rivals().stream().skip(1).map(Rival::obstacle).toList());
  }

  @Test
  void aShapeThatDoesNotFitCostsItsOwnRowsOnly() {
    List<Contest> contests = of("cpu:1", "vector", "scalar").plan(List.of(SMALL, HUGE));
    List<Rival> rivals = contests.getLast().rivals();
    assertEquals("", rivals.get(0).obstacle());
    assertTrue(rivals.get(1).obstacle().contains("GiB are free"), rivals.get(1).obstacle());
    assertTrue(rivals.get(2).obstacle().contains("GiB are free"), rivals.get(2).obstacle());
  }

  @Test
  void whatCanNeverBeMeasuredIsRefused() {
    assertRefused(of("cpu:1", "vector"), HUGE, "GiB are free; legal:");
    assertRefused(of("cpu:2", "scalar"), SMALL, "legal: a pool of 1");
  }

  private static void assertRefused(Contests contests, MatMul problem, String legal) {
    BadInputException refused =
        assertThrows(BadInputException.class, () -> contests.plan(List.of(problem)));
    assertTrue(refused.getMessage().contains(legal), refused.getMessage());
  }

  @Test
  void aCeilingIsOfTheTypeOfItsProducts() {
    MatMul product = SMALL.withTrans(Transposition.TN);
    MatMul doubles = new MatMul(DType.F64, 8, 8, 8);
    int lanes = lanes(product);
    assertEquals(lanes / 2, lanes(doubles));
  }

  private static int lanes(MatMul product) {
    String text = kernels(of("cpu:1", "scalar").plan(List.of(product)).getFirst()).getFirst();
    assertTrue(text.startsWith("fma:" + product.dtype() + ":"), text);
    return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
  }

  @Test
  void shorterIterationsAreNoShorterWarmUp() {
    Effort shorter = new ContestEffort(2, 0.02).of(SMALL, 1);
    assertEquals(0.4, shorter.warmupCount() * shorter.iterationSeconds(), 1e-9);
  }

  @Test
  void aLargeProductHasLongerIterationsAndFewerToWarmUp() {
    ContestEffort effort = new ContestEffort(5, 0.1);
    assertEquals("forks=5 warmup=4x0.10s iterations=5x0.10s", effort.of(SMALL, 1).toString());
    assertEquals("forks=5 warmup=2x0.92s iterations=5x0.92s", effort.of(LARGE, 1).toString());
    assertEquals("forks=5 warmup=2x0.46s iterations=5x0.46s", effort.of(LARGE, 2).toString());
  }
}
