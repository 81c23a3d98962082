package dev.muster.offload.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a driver's compiler said, whole, in the folder for temporary files. */
final class BuildLog {
  private BuildLog() {}

  /** The file; empty where it cannot be written. */
  static Optional<Path> keep(String program, String device, String log) {
    String name = "muster-build-%s-%s-".formatted(program, device).replaceAll("[^\\w-]", "-");
    try {
      Path file = Files.createTempFile(name, ".log");
      return Optional.of(Files.writeString(file, log + System.lineSeparator()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
