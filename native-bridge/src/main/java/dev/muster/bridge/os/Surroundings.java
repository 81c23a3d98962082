package dev.muster.bridge.os;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What the person who started this process has around it. Libraries do not read it by themselves:
 * the program that uses them provides it, found by {@link ServiceLoader}; without one there is
 * nothing. Thread-safe.
 */
public interface Surroundings {

  /** The value of an environment variable that is set and not empty. */
  Optional<String> variable(String name);

  /** A folder that survives this process, for what can be made again; it may not exist yet. */
  Optional<Path> cacheFolder();

  /** Those of this process. */
  static Surroundings here() {
    return Here.SURROUNDINGS;
  }

  /** Holds the answer of {@link #here}, so that it is looked for once, and only when asked. */
  final class Here {
    private static final Surroundings SURROUNDINGS =
        ServiceLoader.load(Surroundings.class).findFirst().orElse(new Nothing());

    private Here() {}
  }

  /** Of a process that was told nothing. */
  record Nothing() implements Surroundings {
    @Override
    public Optional<String> variable(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Path> cacheFolder() {
      return Optional.empty();
    }
  }
}
