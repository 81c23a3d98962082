package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Span;
import dev.muster.offload.pool.Trace.Track;
import java.util.List;

/** What one rank does, bound to memory and peers, again and again. */
public interface Program extends AutoCloseable {

  /** Without looking at a clock. */
  void run();

  /** Noting when each step ends. */
  void run(Clock clock);

  /**
   * Once more, noting more than when each step ends, which takes time itself; {@link #spans} knows
   * nothing of it.
   *
   * @param rank whose program it is
   */
  List<Track> trace(int rank, Clock clock);

  /** When the last timed run began. */
  long startNanos();

  /** When the last timed run ended. */
  long endNanos();

  /** The steps of the last timed run. */
  List<Span> spans();

  /** Ends what it runs on; twice is fine. */
  @Override
  default void close() {}
}
