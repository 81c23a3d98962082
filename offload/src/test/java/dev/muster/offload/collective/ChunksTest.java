package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    assertEquals(new Region(1, 0, 2), chunks.region(1, 0));
    assertEquals(new Region(1, 2, 2), chunks.region(1, 1));
    assertEquals(new Region(1, 4, 1), chunks.region(1, 2));
  }

  @Test
  void fewerElementsThanPartsLeaveTheLastEmpty() {
    assertEquals(new Region(0, 2, 0), new Chunks(2, 4).region(0, 3));
  }

  @Test
  void noPartsAndNegativeCountsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Chunks(5, 0));
    assertThrows(IllegalArgumentException.class, () -> new Chunks(-1, 2));
  }
}
