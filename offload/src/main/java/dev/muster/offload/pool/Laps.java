package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rank did in one run, lap after lap without a gap. For runs that are looked at, not timed:
 * each lap asks the clock and allocates.
 */
public final class Laps {
  private final Clock clock;
  private final List<Span> spans = new ArrayList<>();
  private long last;

  Laps(Clock clock) {
    this.clock = clock;
    this.last = clock.nanos();
  }

  /** All since the last lap was this. */
  public void lap(Activity activity) {
    long now = clock.nanos();
    spans.add(new Span(activity, last, now));
    last = now;
  }

  /** In order. */
  List<Span> spans() {
    return List.copyOf(spans);
  }
}
