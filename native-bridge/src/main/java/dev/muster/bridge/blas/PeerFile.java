package dev.muster.bridge.blas;

import dev.muster.bridge.os.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * Where a library will be loaded from.
 *
 * @param origin what stays the same as long as the library does, for people and as a key
 * @param names paths or sonames, of which the first that can be loaded is taken
 */
record PeerFile(String origin, List<String> names) {
  PeerFile {
    names = List.copyOf(names);
  }

  /** The place of a library: where its variable says, else where the dynamic linker looks. */
  static PeerFile of(Sources sources, Surroundings surroundings) {
    Optional<String> path = surroundings.variable(sources.variable());
    return path.map(file -> new PeerFile(sources.variable() + "=" + file, List.of(file)))
        .orElseGet(() -> new PeerFile("system", sources.sonames()));
  }
}
