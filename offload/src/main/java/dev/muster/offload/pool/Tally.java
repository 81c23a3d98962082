package dev.muster.offload.pool;

/**
 * A number that one thread keeps for itself, alone on its cache lines: where two threads count in
 * fields of one object, each waits for the other's core at every count.
 */
final class Tally {
  /** Two cache lines on either side: adjacent lines are fetched in pairs. */
  private static final int MIDDLE = 16;

  private final long[] padded = new long[2 * MIDDLE + 1];

  long get() {
    return padded[MIDDLE];
  }

  void set(long value) {
    padded[MIDDLE] = value;
  }
}
