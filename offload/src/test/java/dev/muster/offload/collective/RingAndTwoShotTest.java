package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.problem.CollectiveKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingAndTwoShotTest {
  private final CollectiveAlgorithm ring = CollectiveAlgorithms.find("ring");
  private final CollectiveAlgorithm twoShot = CollectiveAlgorithms.find("two-shot");

  @Test
  void ringMovesTheAnnouncedElements() {
    assertEquals(2 * 3 * 10, ring.elementsMoved(CollectiveKind.ALL_REDUCE, 4, 10));
    assertEquals(2 * 3 * 10, ring.schedule(CollectiveKind.ALL_REDUCE, 4, 10).elementsMoved());
  }

  @Test
  void ringTalksToItsNeighboursInTwiceRanksMinusOneRounds() {
    List<Step> steps = ring.schedule(CollectiveKind.ALL_REDUCE, 5, 100).steps(0);
    assertEquals(8, steps.size());
    for (Step step : steps) {
      List<Step.Transfer> transfers = ((Step.Together) step).transfers();
      assertEquals(List.of(1, 4), transfers.stream().map(Step.Transfer::peer).toList());
    }
  }

  @Test
  void twoShotIsTwoSteps() {
    assertEquals(2, twoShot.schedule(CollectiveKind.ALL_REDUCE, 5, 100).steps(0).size());
  }

  @Test
  void ringAndTwoShotGiveTheSameBits() {
    double[][] ofRing = CollectiveAlgorithmTest.reals(ring, 9, 100, Order.eagerFirst());
    double[][] ofTwoShot = CollectiveAlgorithmTest.reals(twoShot, 9, 100, Order.lazyLast());
    assertArrayEquals(ofRing, ofTwoShot);
  }
}
