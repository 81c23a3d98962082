package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Span;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * What every rank did when, in one run that was looked at more closely than a {@link Timeline} is.
 *
 * @param tracks in the order of the ranks
 */
public record Trace(List<Track> tracks) {

  /** What of a rank a track is: all of it, or one of the two that go on side by side. */
  public enum Part {
    ALL,
    PRODUCTS,
    JOINS
  }

  /**
   * What one rank did one after the other.
   *
   * @param spans in order, which do not overlap
   */
  public record Track(int rank, Part part, List<Span> spans) {
    public Track {
      spans = List.copyOf(spans);
    }
  }

  public Trace {
    tracks = List.copyOf(tracks);
  }

  /** When the first rank began. */
  public long startNanos() {
    return nanos(Span::startNanos).min().orElse(0);
  }

  /** When the last rank was done. */
  public long endNanos() {
    return nanos(Span::endNanos).max().orElse(0);
  }

  private LongStream nanos(ToLongFunction<Span> moment) {
    return tracks.stream().flatMap(track -> track.spans.stream()).mapToLong(moment);
  }
}
