package dev.muster.suites.cli;

import dev.muster.suites.measure.Descendants;
import java.util.concurrent.locks.LockSupport;

/**
 * Ctrl-C, or whatever else ends this process before its time. What was begun under {@link #unless}
 * is brought to its end first, no process that was started stays behind, and last words are said.
 *
 * <p>Thread-safe.
 */
final class Interruption {
  private boolean interrupted;
  private Runnable lastWords = () -> {};

  /** Of this process. */
  static Interruption ofProcess() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(interruption::come));
    return interruption;
  }

  /** Comes at every end of the process: at a good one nothing is left to end or to be said. */
  void come() {
    Runnable words;
    synchronized (this) {
      interrupted = true;
      words = lastWords;
    }
    Descendants.end();
    words.run();
  }

  /** What is said when it comes, in place of what was to be said before. */
  synchronized void say(Runnable words) {
    lastWords = words;
  }

  /** Nothing more is to be said. */
  void sayNothing() {
    say(() -> {});
  }

  /**
   * Does not come back once it has come: what ended with this process is not to be concluded from.
   * The process ends without the thread that waits here.
   */
  void holdIfCome() {
    while (hasCome()) {
      LockSupport.park(this);
    }
  }

  private synchronized boolean hasCome() {
    return interrupted;
  }

  /** Does {@code action} unless it has come; answers whether it was done. */
  synchronized boolean unless(Runnable action) {
    if (!interrupted) {
      action.run();
    }
    return !interrupted;
  }
}
