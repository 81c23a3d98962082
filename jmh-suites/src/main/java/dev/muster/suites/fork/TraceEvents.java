package dev.muster.suites.fork;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.offload.pool.Timeline;
import dev.muster.offload.pool.Timeline.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A timeline in Chrome's trace event format, which Perfetto and chrome://tracing open: one track
 * per rank, one complete event ({@code ph} X) per span, times in µs from the first beginning. A
 * rank that is done before the slowest waits until that is done.
 *
 * <p>Source: Trace Event Format, the document of the Chromium project's tracing ecosystem.
 */
public final class TraceEvents {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double MICROS_PER_NANO = 1e-3;

  private final String line;
  private final List<String> ranks;
  private final Timeline timeline;

  /**
   * @param line the repeat line
   * @param ranks what each rank is, for people
   */
  public TraceEvents(String line, List<String> ranks, Timeline timeline) {
    this.line = line;
    this.ranks = List.copyOf(ranks);
    this.timeline = timeline;
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
    for (int rank = 0; rank < ranks.size(); rank++) {
      name(events, "thread_name", rank, "rank %d: %s".formatted(rank, ranks.get(rank)));
      long end = timeline.startNanos();
      for (Span span : timeline.spans().get(rank)) {
        event(events, rank, "WAIT", end, span.startNanos());
        event(events, rank, span.activity().name(), span.startNanos(), span.endNanos());
        end = span.endNanos();
      }
      event(events, rank, "WAIT", end, timeline.endNanos());
    }
    return root;
  }

  private static void name(ArrayNode events, String what, int rank, String name) {
    events
        .addObject()
        .put("ph", "M")
        .put("pid", 0)
        .put("tid", rank)
        .put("name", what)
        .putObject("args")
        .put("name", name);
  }

  private void event(ArrayNode events, int rank, String name, long startNanos, long endNanos) {
    if (endNanos > startNanos) {
      events
          .addObject()
          .put("ph", "X")
          .put("pid", 0)
          .put("tid", rank)
          .put("cat", "rank")
          .put("name", name.toLowerCase(Locale.ROOT))
          .put("ts", (startNanos - timeline.startNanos()) * MICROS_PER_NANO)
          .put("dur", (endNanos - startNanos) * MICROS_PER_NANO);
    }
  }
}
