package dev.muster.suites.tune;

import java.util.function.Function;
import java.util.stream.IntStream;

/** A core changes its frequency meanwhile: only what wins every rematch is faster. */
final class Rematch {
  private static final int COUNT = 2;

  private Rematch() {}

  /**
   * Whether the challenger beats the first setting each time.
   *
   * @param trial of a setting
   */
  static boolean won(Function<String, Trial> trial, String first, String challenger) {
    return IntStream.range(0, COUNT)
        .allMatch(
            _ -> {
              Trial before = trial.apply(first);
              return trial.apply(challenger).beats(before);
            });
  }
}
