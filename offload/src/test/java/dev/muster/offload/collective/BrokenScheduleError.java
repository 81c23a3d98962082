package dev.muster.offload.collective;

/** A schedule does not do what it must; the message says where. */
public final class BrokenScheduleError extends AssertionError {
  private static final long serialVersionUID = 1L;

  public BrokenScheduleError(String message) {
    super(message);
  }
}
