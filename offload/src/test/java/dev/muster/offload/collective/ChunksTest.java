package dev.muster.offload.collective;

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
    assertEquals(
        List.of(new Region(1, 0, 2), new Region(1, 2, 2), new Region(1, 4, 1)),
        new Chunks(5, 3).of(1));
  }

  @Test
  void fewerElementsThanPartsLeaveTheLastEmpty() {
    assertEquals(new Region(0, 2, 0), new Chunks(2, 4).of(0).getLast());
  }

  @Test
  void noPartsAndNegativeCountsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Chunks(5, 0));
    assertThrows(IllegalArgumentException.class, () -> new Chunks(-1, 2));
  }
}
