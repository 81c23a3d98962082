package dev.muster.suites.measure;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whose turn it is: A B B A A B B A, so that a machine which slows down while it is measured
 * favours nobody.
 */
public final class Turns {
  private Turns() {}

  /** Who comes in which order in this round, by index: backwards in every second one. */
  public static List<Integer> ofRound(int round, int count) {
    Comparator<Integer> order =
        round % 2 == 0 ? Comparator.naturalOrder() : Comparator.reverseOrder();
    return IntStream.range(0, count).boxed().sorted(order).toList();
  }
}
