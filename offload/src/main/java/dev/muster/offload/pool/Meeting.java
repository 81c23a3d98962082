package dev.muster.offload.pool;

import java.util.stream.IntStream;

/**
 * Where ranks wait for each other without a lock: each says how far it is, and reads the others.
 */
final class Meeting {
  private final Counter[] comings;

  Meeting(int ranks) {
    this.comings = IntStream.range(0, ranks).mapToObj(_ -> new Counter()).toArray(Counter[]::new);
  }

  /** Returns when every rank has called this as often as this rank has. */
  void meet(int rank, Pause pause) {
    long mine = comings[rank].get() + 1;
    comings[rank].set(mine);
    for (int distance = 1; distance < comings.length; distance++) {
      comings[(rank + distance) % comings.length].awaitAtLeast(mine, pause);
    }
  }
}
