package dev.muster.kernels.problem;

/**
 * Whether something can be done, and if not, why: asked before, never found out by an exception.
 */
public sealed interface Support {

  /** It can be done. */
  record Yes() implements Support {}

  /**
   * It cannot be done.
   *
   * @param reason what is missing and, where there is a way, how to get it
   */
  record No(String reason) implements Support {}

  static Support yes() {
    return new Yes();
  }

  static Support no(String reason) {
    return new No(reason);
  }
}
