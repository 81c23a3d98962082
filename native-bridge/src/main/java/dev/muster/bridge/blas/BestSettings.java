package dev.muster.bridge.blas;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What a search found to be the fastest setting of a library on this machine. Whoever can search
 * provides it, found by {@link ServiceLoader}; without one nothing is known.
 */
@FunctionalInterface
public interface BestSettings {

  /**
   * The fastest setting of a library.
   *
   * @param origin where the library is found, see {@link Identity}
   */
  Answer of(Peer peer, String origin);

  /** What is known. */
  sealed interface Answer {}

  /**
   * A setting that was found to be the fastest.
   *
   * @param setting of the library's {@link Tuning}; empty where it is fastest as shipped
   * @param version of the library that was searched, by its own words: for another one nothing is
   *     known
   */
  record Best(Optional<String> setting, String version) implements Answer {}

  /**
   * Nothing is known.
   *
   * @param reason why, e.g. that nobody has searched
   */
  record Unknown(String reason) implements Answer {}

  /** Those of this machine. */
  static BestSettings here() {
    return ServiceLoader.load(BestSettings.class)
        .findFirst()
        .orElse((_, _) -> new Unknown("nobody has searched for them"));
  }
}
