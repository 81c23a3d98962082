package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RingAndDirectTest {
  private final CollectiveAlgorithm ring = CollectiveAlgorithms.find("ring");
  private final CollectiveAlgorithm direct = CollectiveAlgorithms.find("direct");

  @Test
  void ringMovesTheAnnouncedElements() {
    assertEquals(2 * 3 * 10, ring.elementsMoved(4, 10));
    assertEquals(2 * 3 * 10, ring.allReduce(4, 10).elementsMoved());
  }

  @Test
  void ringTalksToItsNeighboursInTwiceRanksMinusOneRounds() {
    List<Step> steps = ring.allReduce(5, 100).steps(0);
    assertEquals(8, steps.size());
    for (Step step : steps) {
      List<Step.Transfer> transfers = ((Step.Together) step).transfers();
      assertEquals(List.of(1, 4), transfers.stream().map(Step.Transfer::peer).toList());
    }
  }

  @Test
  void directIsTwoSteps() {
    assertEquals(2, direct.allReduce(5, 100).steps(0).size());
  }

  @Test
  void ringAndDirectGiveTheSameBits() {
    double[][] ofRing = CollectiveAlgorithmTest.reals(ring, 9, 100, Order.eagerFirst());
    double[][] ofDirect = CollectiveAlgorithmTest.reals(direct, 9, 100, Order.lazyLast());
    assertArrayEquals(ofRing, ofDirect);
  }
}
