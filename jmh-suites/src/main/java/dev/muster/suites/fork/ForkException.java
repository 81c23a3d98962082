package dev.muster.suites.fork;

/** Ends a fork that cannot be measured; its report says why. */
final class ForkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForkException(String message) {
    super(message);
  }
}
