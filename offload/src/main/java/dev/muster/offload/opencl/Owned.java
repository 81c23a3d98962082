package dev.muster.offload.opencl;

import java.util.ArrayDeque;
import java.util.Deque;

/** Things that end together, the last first; so that a bind that fails midway leaves nothing. */
final class Owned implements AutoCloseable {
  private final Deque<Owner> owners = new ArrayDeque<>();

  /** What releases one thing, without a checked exception. */
  @FunctionalInterface
  interface Owner extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes over {@code owner} and returns it. */
  <T extends Owner> T add(T owner) {
    owners.push(owner);
    return owner;
  }

  /** Twice is fine. One that fails to close keeps none of the others. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!owners.isEmpty()) {
      try {
        owners.pop().close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
