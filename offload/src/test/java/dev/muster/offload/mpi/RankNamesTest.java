package dev.muster.offload.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankNamesTest {

  /** Two sockets of each of two hosts, to which a launcher gives ranks in turns. */
  @Test
  void ranksThatAreAllowedTheSameCpusAreCountedAmongThemselves() {
    List<String> places = List.of("0 x", "1 x", "0 x", "1 x", "0 y", "1 y", "0 y", "0 x");
    assertEquals(
        List.of(0, 0, 1, 1, 0, 0, 1, 2),
        IntStream.range(0, places.size())
            .mapToObj(rank -> RankNames.numberAmongEquals(places, rank))
            .toList());
  }
}
