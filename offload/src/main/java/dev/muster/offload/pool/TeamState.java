package dev.muster.offload.pool;

/** Whether a rank of a team has failed; seen by all that wait for it. Thread-safe. */
final class TeamState {
  private volatile RankFailedException failure;

  /** Keeps the first failure: later ones follow from it. */
  synchronized void fail(int rank, Throwable cause) {
    if (failure == null) {
      failure = new RankFailedException("rank %d: %s".formatted(rank, cause.getMessage()), cause);
    }
  }

  void throwIfFailed() {
    RankFailedException seen = failure;
    if (seen != null) {
      throw seen;
    }
  }

  boolean failed() {
    return failure != null;
  }
}
