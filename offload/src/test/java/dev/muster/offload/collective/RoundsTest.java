package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.CollectiveKind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the papers promise beyond a right answer: rounds, peers and the load of a rank. */
class RoundsTest {

  @ParameterizedTest
  @CsvSource({
    "recursive-doubling, 16, 4",
    "rabenseifner, 16, 8",
    "swing, 16, 8",
    "one-shot, 16, 1",
    "two-shot, 16, 2",
    "hierarchical, 16, 8",
    "ring, 16, 30"
  })
  void roundsAreThoseOfThePaper(String name, int ranks, int rounds) {
    Schedule schedule =
        CollectiveAlgorithms.find(name).schedule(CollectiveKind.ALL_REDUCE, ranks, 1600);
    int most =
        IntStream.range(0, ranks)
            .map(rank -> (int) schedule.steps(rank).stream().filter(RoundsTest::moves).count())
            .max()
            .orElseThrow();
    assertEquals(rounds, most);
  }

  private static boolean moves(Step step) {
    return step instanceof Step.Together || step instanceof Step.Transfer;
  }

  @Test
  void swingMeetsNearerPeersThanRabenseifner() {
    List<Integer> distances =
        CollectiveAlgorithms.find("swing")
            .schedule(CollectiveKind.ALL_REDUCE, 16, 1600)
            .steps(0)
            .stream()
            .map(step -> ((Step.Together) step).transfers().getFirst().peer())
            .map(peer -> Math.min(peer, 16 - peer))
            .toList();
    assertEquals(List.of(1, 1, 3, 5, 5, 3, 1, 1), distances);
  }

  @Test
  void aRankInsideOneTreeIsALeafOfTheOther() {
    for (int ranks = 2; ranks <= 33; ranks++) {
      BinaryTree tree = BinaryTree.of(ranks);
      for (int place = 0; place < ranks; place += 2) {
        assertEquals(List.of(), tree.children(place), "place %d of %d".formatted(place, ranks));
      }
      assertTrue(tree.height() <= 32 - Integer.numberOfLeadingZeros(ranks), "of " + ranks);
    }
  }

  /** Shorter vectors are one piece. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 7})
  void piecesOfTheDoubleTreeDoNotOvertakeEachOther(int ranks) {
    Prover.prove(
        CollectiveAlgorithms.find("double-binary-tree"), CollectiveKind.ALL_REDUCE, ranks, 200_001);
  }

  @Test
  void noRankOfTheDoubleTreeSendsMoreThanTwiceTheVector() {
    long count = 1 << 20;
    Schedule schedule =
        CollectiveAlgorithms.find("double-binary-tree")
            .schedule(CollectiveKind.ALL_REDUCE, 8, count);
    for (int rank = 0; rank < 8; rank++) {
      long sent =
          schedule.steps(rank).stream()
              .flatMap(step -> ((Step.Together) step).transfers().stream())
              .filter(Step.Send.class::isInstance)
              .mapToLong(transfer -> transfer.region().count())
              .sum();
      assertTrue(sent <= 2 * count, "rank %d sends %d".formatted(rank, sent));
    }
  }

  @Test
  void hierarchicalSendsLittleBetweenGroups() {
    Schedule schedule =
        CollectiveAlgorithms.find("hierarchical").schedule(CollectiveKind.ALL_REDUCE, 16, 1600);
    long across =
        schedule.steps(0).stream()
            .flatMap(step -> ((Step.Together) step).transfers().stream())
            .filter(Step.Send.class::isInstance)
            .filter(transfer -> transfer.peer() >= 4)
            .mapToLong(transfer -> transfer.region().count())
            .sum();
    assertEquals(2 * 3 * 100, across);
  }
}
