package dev.muster.suites.cli;

import java.nio.file.Path;
import java.util.Optional;

/** The checkout that the launcher started from; there is none where Java was started by hand. */
final class Home {
  private static final String HOME = "muster.home";

  private Home() {}

  static Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
  }

  /** Where runs are stored unless somebody says otherwise. */
  static Path runs() {
    return folder().orElse(Path.of("")).resolve("results/runs");
  }
}
