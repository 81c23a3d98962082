package dev.muster.suites.collective;

import java.util.Optional;

/** A process or a job that measures has ended without an answer; the message says how. */
public final class SweepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<SweepAnswer> partial;

  public SweepException(String message) {
    this(message, Optional.empty());
  }

  /**
   * The end of one that had measured something.
   *
   * @param partial what it had told before
   */
  public SweepException(String message, Optional<SweepAnswer> partial) {
    super(message);
    this.partial = partial;
  }

  /** The same end, of one that had measured this. */
  SweepException with(SweepAnswer measured) {
    SweepException same = new SweepException(getMessage(), Optional.of(measured));
    same.initCause(this);
    return same;
  }

  /** What was measured before; empty where nothing was. */
  public Optional<SweepAnswer> partial() {
    return partial;
  }
}
