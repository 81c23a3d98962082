package dev.muster.suites.measure;

import dev.muster.kernels.problem.Support;

/**
 * What is known of a line before it is measured.
 *
 * @param complaint what is wrong with it, on one line; empty where nothing is
 * @param missing why it cannot be measured on this machine; empty where nothing is known to be
 * @param ranks of its pool; 1 where the pool could not be opened
 */
record Examined(String complaint, String missing, int ranks) {
  /** Nothing is known to be wrong; whether it can be measured will be seen. */
  static final Examined UNKNOWN = new Examined("", "", 1);

  static Examined bad(String complaint) {
    return new Examined(complaint, "", 1);
  }

  static Examined missing(String reason) {
    return new Examined("", reason, 1);
  }

  static Examined good(Support support, int ranks) {
    return new Examined("", support instanceof Support.No no ? no.reason() : "", ranks);
  }

  /** Why it is not to be measured, whosever fault that is; empty where it is to be. */
  String obstacle() {
    return complaint.isEmpty() ? missing : complaint;
  }
}
