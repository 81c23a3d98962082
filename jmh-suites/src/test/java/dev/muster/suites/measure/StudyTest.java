package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problems;
import dev.muster.offload.plan.Strategy;
import dev.muster.results.References;
import dev.muster.suites.RunLine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyTest {
  private static Study study(String product, String pools, boolean weak, String... strategies) {
    return new Study(
        (MatMul) Problems.parse(product),
        PoolRange.parse(pools).pools(),
        "vector",
        Stream.of(strategies).map(name -> Strategy.parse(name).orElseThrow()).toList(),
        weak,
        new ContestEffort(2, 0.1),
        planned -> planned);
  }

  private static List<String> lines(Contest contest) {
    return contest.rivals().stream()
        .map(rival -> rival.planned().line())
        .map(RunLine::toString)
        .toList();
  }

  @Test
  void everyPoolIsComparedWithOneDeviceInTurnsWithIt() {
    Contest contest =
        study("matmul:f32:48x48x48", "cpu:1..3", false, "row", "recursive", "k-split")
            .plan()
            .getFirst();
    assertEquals(
        List.of(
            "matmul:f32:48x48x48 | pm1 | cpu:1 | vector",
            "matmul:f32:48x48x48 | pm2 | cpu:2 | vector",
            "matmul:f32:48x48x48 | pk2;two-shot | cpu:2 | vector",
            "matmul:f32:48x48x48 | pm3 | cpu:3 | vector",
            "matmul:f32:48x48x48 | pk3;two-shot | cpu:3 | vector"),
        lines(contest));
    assertEquals(Map.of(), contest.rivals().getFirst().planned().references());
    assertEquals(
        lines(contest).getFirst(),
        contest.rivals().getLast().planned().references().get(References.ONE_DEVICE).toString());
  }

  @Test
  void smallerProductsAreMeasuredOnTheLargestPoolForTheCrossover() {
    List<Contest> contests = study("matmul:f32:256x128x128", "cpu:2,3", false, "row").plan();
    assertEquals(
        List.of("matmul:f32:256x128x128", "matmul:f32:64x32x32", "matmul:f32:128x64x64"),
        contests.stream().map(contest -> contest.problem().text()).toList());
    assertEquals(
        List.of(
            "matmul:f32:64x32x32 | pm1 | cpu:1 | vector",
            "matmul:f32:64x32x32 | pm3 | cpu:3 | vector"),
        lines(contests.get(1)));
  }

  @Test
  void inAWeakStudyTheWorkGrowsWithTheRanks() {
    List<Contest> contests = study("matmul:f32:100x50x50", "cpu:2,3", true, "row").plan();
    assertEquals(1, contests.size());
    assertEquals(
        List.of(
            "matmul:f32:100x50x50 | pm1 | cpu:1 | vector",
            "matmul:f32:126x63x63 | pm2 | cpu:2 | vector",
            "matmul:f32:144x72x72 | pm3 | cpu:3 | vector"),
        lines(contests.getFirst()));
  }

  @Test
  void processesAreComparedWithOneCore() {
    Contest contest = study("matmul:f32:48x48x48", "mpi:2:openmpi", false, "row").plan().getFirst();
    assertEquals(
        List.of(
            "matmul:f32:48x48x48 | pm1 | cpu:1 | vector",
            "matmul:f32:48x48x48 | pm2 | mpi:2:openmpi | vector"),
        lines(contest));
    assertEquals(2, contest.rivals().getLast().planned().ranks());
  }

  @Test
  void strategiesThatMakeTheSamePlanAreNamedTogether() {
    assertEquals(
        List.of("pm2 on cpu:2 is recursive, row", "pn2 on cpu:2 is column"),
        study("matmul:f32:48x48x48", "cpu:2", false, "recursive", "row", "column").notes());
  }

  @Test
  void whereNoStrategyHasAPlanOneLineSaysWhatWouldWork() {
    Study study = study("matmul:f32:2x48x48", "cpu:3", false, "row");
    BadInputException refused = assertThrows(BadInputException.class, study::plan);
    assertTrue(refused.getMessage().contains("legal: 2 ranks or"), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu:1..4 | cpu: | 2 3 4",
        "cpu:2 | cpu: | 2",
        "cpu:8,2 | cpu: | 2 8",
        "opencl:pocl/1..2 | opencl:pocl/ | 2",
        "mpi:1..3 | mpi: | 2 3",
        "mpi:2,4:openmpi | mpi: | 2 4"
      })
  void rangesAndListsAreOfTwoRanksOrMore(String text, String before, String ranks) {
    PoolRange range = PoolRange.parse(text);
    assertEquals(before, range.before());
    assertEquals(ranks, range.ranks().toString().replaceAll("[\\[\\],]", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpu:1",
        "cpu",
        "cpu:2..",
        "cpu:4..2",
        "opencl:0",
        "cpu:a..b",
        "cpu:2:openmpi",
        "mpi:1"
      })
  void otherTextsAreRefusedWithTheLegalForm(String text) {
    BadInputException refused = assertThrows(BadInputException.class, () -> PoolRange.parse(text));
    assertTrue(refused.getMessage().contains("'" + text + "'; legal: "), refused.getMessage());
  }
}
