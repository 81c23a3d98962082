package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import java.util.ArrayList;
import java.util.List;

/** The steps of one rank, bound to memory and peers, and when each of them ended. */
final class RankProgram {

  /** One bound step and what its time counts as. */
  record Line(Operation operation, Activity activity) {}

  private final Line[] lines;
  private final long[] nanos;

  RankProgram(List<Line> lines) {
    this.lines = lines.toArray(Line[]::new);
    this.nanos = new long[lines.size() + 1];
  }

  void run(Clock clock) {
    nanos[0] = clock.nanos();
    for (int i = 0; i < lines.length; i++) {
      lines[i].operation.run();
      nanos[i + 1] = clock.nanos();
    }
  }

  long startNanos() {
    return nanos[0];
  }

  long endNanos() {
    return nanos[lines.length];
  }

  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      spans.add(new Span(lines[i].activity, nanos[i], nanos[i + 1]));
    }
    return spans;
  }
}
