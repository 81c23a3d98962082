package dev.muster.offload.pool;

/**
 * Where one rank gives memory to one other, again and again: the sender posts, the receiver takes
 * what it wants straight from the sender's memory and says when it is done.
 */
final class Rendezvous {
  private final Counter posted = new Counter();
  private final Counter taken = new Counter();

  /** Touched by the sender alone. */
  private long sentCount;

  /** Touched by the receiver alone. */
  private long receivedCount;

  /** Sender: what goes next is ready, and stays as it is until {@link #awaitTaken}. */
  void post() {
    posted.set(++sentCount);
  }

  /** Sender: returns when all that was posted has been taken. */
  void awaitTaken(Pause pause) {
    taken.awaitAtLeast(sentCount, pause);
  }

  /** Receiver: whether the next one is there. */
  boolean ready() {
    return posted.get() > receivedCount;
  }

  /** Receiver: the next one has been taken. */
  void take() {
    taken.set(++receivedCount);
  }
}
