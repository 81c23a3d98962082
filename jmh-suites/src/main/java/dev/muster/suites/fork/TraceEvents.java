package dev.muster.suites.fork;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Timeline.Span;
import dev.muster.offload.pool.Trace;
import dev.muster.offload.pool.Trace.Part;
import dev.muster.offload.pool.Trace.Track;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * A trace in Chrome's trace event format, which Perfetto and chrome://tracing open: one complete
 * event ({@code ph} X) per span, times in µs from the first beginning, and one track per rank, two
 * where it computes and joins at the same time. A track that is done before the slowest waits until
 * that is done.
 *
 * <p>Source: Trace Event Format, the document of the Chromium project's tracing ecosystem.
 */
public final class TraceEvents {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double MICROS_PER_NANO = 1e-3;

  /** What looks closer is compiled, or loaded at least, by so many runs or this long. */
  private static final int RUNS_BEFORE = 20;

  private static final double SECONDS_BEFORE = 1;

  private final String line;
  private final List<String> ranks;
  private final Trace trace;

  /**
   * @param line the repeat line
   * @param ranks what each rank is, for people
   */
  public TraceEvents(String line, List<String> ranks, Trace trace) {
    this.line = line;
    this.ranks = List.copyOf(ranks);
    this.trace = trace;
  }

  /**
   * Of one more run of a plan, after some that are not kept.
   *
   * @param agree makes one number of those that all processes of a job have
   */
  public static TraceEvents of(
      String line, List<String> ranks, BoundPlan bound, DoubleUnaryOperator agree) {
    Clock clock = Clock.real();
    long begin = clock.nanos();
    int run = 0;
    do {
      var _ = bound.trace();
      run++;
    } while (run < RUNS_BEFORE
        && agree.applyAsDouble((clock.nanos() - begin) * 1e-9) < SECONDS_BEFORE);
    return new TraceEvents(line, ranks, bound.trace());
  }

  /** Writes them. */
  public void write(Path file) {
    try {
      Files.writeString(file, JSON.writeValueAsString(root()) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace", e);
    }
  }

  private ObjectNode root() {
    ObjectNode root = JSON.createObjectNode();
    root.put("displayTimeUnit", "ns");
    root.putObject("otherData").put("line", line);
    ArrayNode events = root.putArray("traceEvents");
    name(events, "process_name", 0, line);
    for (int number = 0; number < trace.tracks().size(); number++) {
      Track track = trace.tracks().get(number);
      name(events, "thread_name", number, name(track));
      long end = trace.startNanos();
      for (Span span : track.spans()) {
        event(events, number, "WAIT", end, span.startNanos());
        event(events, number, span.activity().name(), span.startNanos(), span.endNanos());
        end = span.endNanos();
      }
      event(events, number, "WAIT", end, trace.endNanos());
    }
    return root;
  }

  private String name(Track track) {
    String rank = "rank %d: %s".formatted(track.rank(), ranks.get(track.rank()));
    return track.part() == Part.ALL
        ? rank
        : rank + ", " + track.part().name().toLowerCase(Locale.ROOT);
  }

  private static void name(ArrayNode events, String what, int track, String name) {
    events
        .addObject()
        .put("ph", "M")
        .put("pid", 0)
        .put("tid", track)
        .put("name", what)
        .putObject("args")
        .put("name", name);
  }

  private void event(ArrayNode events, int track, String name, long startNanos, long endNanos) {
    if (endNanos > startNanos) {
      events
          .addObject()
          .put("ph", "X")
          .put("pid", 0)
          .put("tid", track)
          .put("cat", "rank")
          .put("name", name.toLowerCase(Locale.ROOT))
          .put("ts", (startNanos - trace.startNanos()) * MICROS_PER_NANO)
          .put("dur", (endNanos - startNanos) * MICROS_PER_NANO);
    }
  }
}
