package dev.muster.suites.collective;

/** A process or a job that measures has ended without an answer; the message says how. */
public final class SweepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SweepException(String message) {
    super(message);
  }
}
