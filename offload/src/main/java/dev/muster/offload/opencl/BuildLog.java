package dev.muster.offload.opencl;

import dev.muster.bridge.os.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a driver's compiler said, whole, in the user's cache folder: one file per program, its
 * options and device, which the next failure of the same replaces.
 */
final class BuildLog {
  private BuildLog() {}

  /** The file; empty where it cannot be written. */
  static Optional<Path> keep(ClProgram.Source source, String device, String log) {
    return Surroundings.here()
        .cacheFolder()
        .flatMap(cache -> keep(cache.resolve("build-logs"), source, device, log));
  }

  static Optional<Path> keep(Path folder, ClProgram.Source source, String device, String log) {
    String name =
        "%s-%s-%08x"
            .formatted(source.resource(), device, source.options().hashCode())
            .replaceAll("[^\\w-]", "-");
    try {
      Files.createDirectories(folder);
      return Optional.of(Files.writeString(folder.resolve(name + ".log"), log));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
