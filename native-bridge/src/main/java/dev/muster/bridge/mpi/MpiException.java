package dev.muster.bridge.mpi;

/** An MPI library answered with an error; the message has its own words. */
public final class MpiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MpiException(String message) {
    super(message);
  }
}
