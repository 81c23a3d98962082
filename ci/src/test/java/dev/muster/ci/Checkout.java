package dev.muster.ci;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that these tests belong to. */
final class Checkout {
  private Checkout() {}

  /** The folder that holds the launcher; tests run in it or in one of its modules. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("muster"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
