package dev.muster.suites.inspect;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What looking at the inner loop of a micro-kernel has come to. */
public sealed interface Inspection {

  /** What was looked at. */
  Subject subject();

  /**
   * The loop was found.
   *
   * @param subject what was looked at
   * @param method that C2 compiled it into: the micro-kernel, or a caller that took it in
   * @param loop its machine code
   */
  record Seen(Subject subject, String method, Loop loop) implements Inspection {

    /** Steps of k in one iteration. */
    public int unrolledBy() {
      return loop.count(Trait.FMA) / subject.fmasPerStep();
    }

    /** All counts, on one line. */
    public String summary() {
      String counts =
          Stream.of(Trait.values())
              .map(trait -> trait.times(loop.count(trait)))
              .collect(Collectors.joining(", "));
      return "%s: %s, %d instructions per iteration (k unrolled by %d)"
          .formatted(subject, counts, loop.lines().size(), unrolledBy());
    }
  }

  /** There is no loop to look at. */
  sealed interface Unseen extends Inspection {

    /** Why, on one line. */
    String message();
  }

  /** There is no such micro-kernel here; {@code reason} says why. */
  record Unsupported(Subject subject, String reason) implements Unseen {
    @Override
    public String message() {
      return "[unsupported] " + reason;
    }
  }

  /** Nothing here reads machine code; {@code reason} says what would. */
  record Unreadable(Subject subject, String reason) implements Unseen {
    @Override
    public String message() {
      return "[unsupported] " + reason;
    }
  }

  /** There is no such loop where there should be one. */
  record Failed(Subject subject, String reason) implements Unseen {
    @Override
    public String message() {
      return "[failed] " + reason;
    }
  }
}
