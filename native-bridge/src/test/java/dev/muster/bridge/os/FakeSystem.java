package dev.muster.bridge.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a machine that is not this one, in a temporary directory. */
final class FakeSystem {
  private final Path root;

  FakeSystem(Path root) {
    this.root = root;
  }

  FakeSystem with(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  SystemFiles files() {
    return new SystemFiles(root);
  }
}
