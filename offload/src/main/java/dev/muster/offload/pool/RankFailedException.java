package dev.muster.offload.pool;

/** A rank of a pool has failed, so that the others cannot go on; the cause is that rank's. */
public final class RankFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RankFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
