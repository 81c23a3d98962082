package dev.muster.kernels.problem;

/**
 * A mistake in what a person typed. The message is one line that names the bad part and the legal
 * values; it is shown as it is, without a stack trace.
 */
public final class BadInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public BadInputException(String message) {
    super(message);
  }
}
