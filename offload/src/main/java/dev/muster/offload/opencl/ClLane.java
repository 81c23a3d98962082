package dev.muster.offload.opencl;

import dev.muster.offload.pool.Laps;
import dev.muster.offload.pool.Operation;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.Map;
import java.util.Optional;

/**
 * An in-order queue of one rank with what is done by it, each operation waited for. Where it is
 * asked to, it takes the driver's notes of how long things take. For one thread at a time.
 */
final class ClLane implements Owned.Owner {
  private final ClTarget target;
  private final ClQueue queue;

  /** Null while nothing is noted. */
  private ClProfile profile;

  ClLane(ClTarget target) {
    this.target = target;
    this.queue = target.queue();
  }

  /** For what no notes are taken of. */
  ClQueue queue() {
    return queue;
  }

  /**
   * Commands that are waited for together.
   *
   * @param phase what they count as in the notes
   */
  Operation operation(String phase, ClCommand... commands) {
    return new Operation() {
      @Override
      public void run() {
        if (profile == null) {
          queue.enqueue(commands);
          queue.finish();
        } else {
          note();
        }
      }

      @Override
      public void run(Laps laps, Activity activity) {
        queue.enqueue(commands);
        laps.lap(Activity.LAUNCH);
        queue.finish();
        laps.lap(activity);
      }

      private void note() {
        for (ClCommand command : commands) {
          noted(phase, command);
        }
      }
    };
  }

  /** A command that returns when it is done, such as a blocking copy. */
  Operation blocking(String phase, ClCommand command) {
    return () -> {
      if (profile == null) {
        command.enqueue(queue);
      } else {
        noted(phase, command);
      }
    };
  }

  private void noted(String phase, ClCommand command) {
    profile.run(phase, () -> command.enqueue(profile.queue()));
  }

  /** Takes notes from now on, where the driver does. */
  void noteTimes() {
    try {
      profile = new ClProfile(target);
    } catch (OpenClException _) {
      profile = null;
    }
  }

  /** What was noted, in seconds by phase; empty where not all was. No more is noted. */
  Optional<Map<String, Double>> notedSeconds() {
    Optional<Map<String, Double>> seconds = profile == null ? Optional.empty() : profile.seconds();
    endNotes();
    return seconds;
  }

  private void endNotes() {
    if (profile != null) {
      profile.close();
      profile = null;
    }
  }

  /** Twice is fine. */
  @Override
  public void close() {
    endNotes();
    queue.close();
  }
}
