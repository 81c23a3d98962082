package dev.muster.offload.pool;

/**
 * Where one rank gives memory to one other, again and again: the sender posts, the receiver takes
 * what it wants straight from the sender's memory and says when it is done.
 */
final class Rendezvous {
  private final Counter posted = new Counter();
  private final Counter taken = new Counter();

  /** Touched by the sender alone. */
  private final Tally sent = new Tally();

  /** Touched by the receiver alone. */
  private final Tally received = new Tally();

  /** Sender: what goes next is ready, and stays as it is until {@link #awaitTaken}. */
  void post() {
    sent.set(sent.get() + 1);
    posted.set(sent.get());
  }

  /** Sender: returns when all that was posted has been taken. */
  void awaitTaken(Pause pause) {
    taken.awaitAtLeast(sent.get(), pause);
  }

  /** Receiver: whether the next one is there. */
  boolean ready() {
    return posted.get() > received.get();
  }

  /** Receiver: the next one has been taken. */
  void take() {
    received.set(received.get() + 1);
    taken.set(received.get());
  }
}
