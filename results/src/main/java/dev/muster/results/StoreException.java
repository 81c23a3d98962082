package dev.muster.results;

/**
 * A file or folder of results that cannot be used. The message is one line that names it and says
 * what is wrong; it is shown as it is, without a stack trace.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
