package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import java.util.ArrayList;
import java.util.List;

/** The steps of one rank, bound to memory and peers, and when each of them ended. */
public final class RankProgram {

  /** One bound step and what its time counts as. */
  public record Line(Operation operation, Activity activity) {}

  private final Line[] lines;
  private final long[] nanos;

  public RankProgram(List<Line> lines) {
    this.lines = lines.toArray(Line[]::new);
    this.nanos = new long[lines.size() + 1];
  }

  /** Without looking at a clock. */
  public void run() {
    for (Line line : lines) {
      line.operation.run();
    }
  }

  /** Noting when each step ends. */
  public void run(Clock clock) {
    nanos[0] = clock.nanos();
    for (int i = 0; i < lines.length; i++) {
      lines[i].operation.run();
      nanos[i + 1] = clock.nanos();
    }
  }

  /** When the last timed run began. */
  public long startNanos() {
    return nanos[0];
  }

  /** When the last timed run ended. */
  public long endNanos() {
    return nanos[lines.length];
  }

  /** The steps of the last timed run. */
  public List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      spans.add(new Span(lines[i].activity, nanos[i], nanos[i + 1]));
    }
    return spans;
  }
}
