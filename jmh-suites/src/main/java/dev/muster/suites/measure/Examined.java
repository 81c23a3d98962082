package dev.muster.suites.measure;

/**
 * What is known of a line before it is measured.
 *
 * @param complaint what is wrong with it, on one line; empty where nothing is
 * @param ranks of its pool; 1 where the pool could not be opened
 */
record Examined(String complaint, int ranks) {
  /** Nothing is known to be wrong; whether it can be measured will be seen. */
  static final Examined UNKNOWN = new Examined("", 1);

  static Examined bad(String complaint) {
    return new Examined(complaint, 1);
  }

  static Examined good(int ranks) {
    return new Examined("", ranks);
  }
}
