package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static List<Integer> turns(int rounds, int count) {
    return IntStream.range(0, rounds)
        .boxed()
        .flatMap(round -> Turns.ofRound(round, count).stream())
        .toList();
  }

  @Test
  void twoTakeTurnsAsABBAABBA() {
    assertEquals(List.of(0, 1, 1, 0, 0, 1, 1, 0), turns(4, 2));
  }

  @Test
  void threeGoForthAndBack() {
    assertEquals(List.of(0, 1, 2, 2, 1, 0, 0, 1, 2), turns(3, 3));
  }

  /** The sum of the moments at which each had its turns. */
  @Test
  void aMachineThatSlowsDownSteadilyFavoursNobody() {
    List<Integer> turns = turns(4, 3);
    for (int who = 0; who < 3; who++) {
      int mine = who;
      int moments = IntStream.range(0, turns.size()).filter(at -> turns.get(at) == mine).sum();
      assertEquals(2 * (turns.size() - 1), moments);
    }
  }
}
