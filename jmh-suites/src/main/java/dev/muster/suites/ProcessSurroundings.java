package dev.muster.suites;

import dev.muster.bridge.os.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/** The environment of this process: the one place that reads it for the libraries. */
public final class ProcessSurroundings implements Surroundings {
  private static final String OURS = "muster";

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }

  /** As the XDG Base Directory Specification has it. */
  @Override
  public Optional<Path> cacheFolder() {
    return variable("XDG_CACHE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .or(() -> variable("HOME").map(home -> Path.of(home, ".cache")))
        .map(cache -> cache.resolve(OURS));
  }
}
