package dev.muster.kernels.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunksTest {

  @Test
  void chunksFollowEachOtherAndDifferByAtMostOne() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1_000; i++) {
      Chunks chunks = new Chunks(random.nextLong(1L << 40), random.nextInt(1, 2_000));
      long end = 0;
      for (int part = 0; part < chunks.parts(); part++) {
        assertEquals(end, chunks.start(part), chunks::toString);
        long least = chunks.count() / chunks.parts();
        long excess = chunks.count(part) - least;
        assertTrue(excess == 0 || excess == 1, chunks::toString);
        end += chunks.count(part);
      }
      assertEquals(chunks.count(), end, chunks::toString);
    }
  }

  @Test
  void longerChunksComeFirst() {
    Chunks chunks = new Chunks(5, 3);
    assertEquals(List.of(2L, 2L, 1L), List.of(chunks.count(0), chunks.count(1), chunks.count(2)));
  }

  @Test
  void fewerElementsThanPartsLeaveTheLastEmpty() {
    assertEquals(0, new Chunks(2, 4).count(3));
  }

  @Test
  void everyElementLiesInThePartThatHoldsIt() {
    for (int parts = 1; parts < 12; parts++) {
      Chunks chunks = new Chunks(23, parts);
      for (int index = 0; index < 23; index++) {
        int part = chunks.partOf(index);
        assertTrue(chunks.start(part) <= index && index < chunks.start(part + 1), "index " + index);
      }
    }
  }

  @Test
  void noPartsAndNegativeCountsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Chunks(5, 0));
    assertThrows(IllegalArgumentException.class, () -> new Chunks(-1, 2));
  }
}
