package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import dev.muster.offload.pool.Trace.Part;
import dev.muster.offload.pool.Trace.Track;
import java.util.ArrayList;
import java.util.List;

/** The steps of one rank, bound to memory and peers, and when each of them ended. */
public final class RankProgram implements Program {

  /** One bound step and what its time counts as. */
  public record Line(Operation operation, Activity activity) {}

  private final Line[] lines;
  private final long[] nanos;

  public RankProgram(List<Line> lines) {
    this.lines = lines.toArray(Line[]::new);
    this.nanos = new long[lines.size() + 1];
  }

  @Override
  public void run() {
    for (Line line : lines) {
      line.operation.run();
    }
  }

  @Override
  public void run(Clock clock) {
    nanos[0] = clock.nanos();
    for (int i = 0; i < lines.length; i++) {
      lines[i].operation.run();
      nanos[i + 1] = clock.nanos();
    }
  }

  @Override
  public List<Track> trace(int rank, Clock clock) {
    Laps laps = new Laps(clock);
    for (Line line : lines) {
      line.operation.run(laps, line.activity);
    }
    return List.of(new Track(rank, Part.ALL, laps.spans()));
  }

  @Override
  public long startNanos() {
    return nanos[0];
  }

  @Override
  public long endNanos() {
    return nanos[lines.length];
  }

  @Override
  public List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      spans.add(new Span(lines[i].activity, nanos[i], nanos[i + 1]));
    }
    return spans;
  }
}
