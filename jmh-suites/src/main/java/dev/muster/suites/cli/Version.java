package dev.muster.suites.cli;

/** The version of this build, as stored with every result. */
final class Version {
  static final String TEXT = "0.1.0";

  private Version() {}
}
