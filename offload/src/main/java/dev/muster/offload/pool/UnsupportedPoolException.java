package dev.muster.offload.pool;

/** This machine lacks what a pool needs; the message says what, and how to get it. */
public final class UnsupportedPoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedPoolException(String message) {
    super(message);
  }
}
