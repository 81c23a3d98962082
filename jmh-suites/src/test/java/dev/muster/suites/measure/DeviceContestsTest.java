package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.results.References;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which rows a comparison of devices has; both are cores, which every machine has. */
class DeviceContestsTest {
  private static final Problem PRODUCT = Problems.parse("matmul:f32:8x8x8");
  private static final Problem TRIAD = Problems.parse("triad:f32:4KiB");

  private static List<Contest> plan(String... devices) {
    return new DeviceContests(
            List.of(devices).stream().map(PoolFacts::of).toList(), new ContestEffort(2, 0.1))
        .plan(List.of(PRODUCT, TRIAD));
  }

  private static List<String> lines(Contest contest) {
    return contest.rivals().stream()
        .map(rival -> rival.planned().line())
        .map(line -> line.problem().text().replaceFirst(":.*", "") + " " + line.pool())
        .toList();
  }

  @Test
  void theCeilingsOfAllDevicesComeBeforeTheProductOnEach() {
    List<Contest> contests = plan("cpu:1", "cpu:2");
    assertEquals(
        List.of("fma cpu:1", "fma cpu:2", "matmul cpu:1", "matmul cpu:2"), lines(contests.get(0)));
    assertEquals(List.of("triad cpu:1", "triad cpu:2"), lines(contests.get(1)));
  }

  @Test
  void everyDeviceRefersToItsOwnPeakAndToTheFirst() {
    List<Rival> rivals = plan("cpu:1", "cpu:2").getFirst().rivals();
    assertEquals(Set.of(References.FMA_PEAK), rivals.get(2).planned().references().keySet());
    assertEquals(
        Set.of(References.FMA_PEAK, References.FIRST_DEVICE),
        rivals.get(3).planned().references().keySet());
    assertEquals(
        rivals.get(1).planned().line().repeatLine(),
        rivals.get(3).planned().references().get(References.FMA_PEAK));
    assertEquals(
        rivals.get(2).planned().line().repeatLine(),
        rivals.get(3).planned().references().get(References.FIRST_DEVICE));
  }

  @Test
  void whatIsNoDeviceIsRefused() {
    for (String bad : List.of("cpu:abc", "opncl:0")) {
      BadInputException refused = assertThrows(BadInputException.class, () -> plan("cpu:1", bad));
      assertTrue(refused.getMessage().contains("'" + bad + "'; legal: "), refused.getMessage());
    }
  }
}
