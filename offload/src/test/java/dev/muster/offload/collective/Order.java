package dev.muster.offload.collective;

import java.util.SplittableRandom;

/** Which of the transfers that could happen now happens next: the adversary of a schedule. */
@FunctionalInterface
public interface Order {

  /**
   * The transfer that happens next; 0 has been waiting longest.
   *
   * @param count transfers that could happen now, 1 or more
   */
  int next(int count);

  /** Every transfer as soon as it can. */
  static Order eagerFirst() {
    return _ -> 0;
  }

  /** Whoever came first waits until nothing else is left. */
  static Order lazyLast() {
    return count -> count - 1;
  }

  static Order random(long seed) {
    return new SplittableRandom(seed)::nextInt;
  }
}
