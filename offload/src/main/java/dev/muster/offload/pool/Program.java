package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Span;
import java.util.List;

/** What one rank does, bound to memory and peers, again and again. */
public interface Program {

  /** Without looking at a clock. */
  void run();

  /** Noting when each step ends. */
  void run(Clock clock);

  /** When the last timed run began. */
  long startNanos();

  /** When the last timed run ended. */
  long endNanos();

  /** The steps of the last timed run. */
  List<Span> spans();
}
