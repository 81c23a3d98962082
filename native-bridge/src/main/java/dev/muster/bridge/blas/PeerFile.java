package dev.muster.bridge.blas;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.bridge.os.Surroundings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a library will be loaded from.
 *
 * @param origin what stays the same as long as the library does, for people and as a key
 * @param preloaded libraries that it needs and would not find: for each, names to try
 * @param names paths or sonames, of which the first that can be loaded is taken
 */
record PeerFile(String origin, List<List<String>> preloaded, List<String> names) {
  PeerFile {
    preloaded = List.copyOf(preloaded);
    names = List.copyOf(names);
  }

  /**
   * The place of a library: where its variable says, else a current build on the class path, else
   * where the dynamic linker looks.
   *
   * @throws IOException where the build on the class path cannot be unpacked
   */
  static PeerFile of(Sources sources, Surroundings surroundings) throws IOException {
    Optional<String> path = surroundings.variable(sources.variable());
    if (path.isPresent()) {
      String origin = sources.variable() + "=" + path.get();
      return new PeerFile(origin, List.of(), List.of(path.get()));
    }
    Bundles bundles = new Bundles(PeerFile.class.getClassLoader(), surroundings);
    Optional<PeerFile> bundled =
        sources.bundle().isPresent() ? bundles.find(sources.bundle().get()) : Optional.empty();
    return bundled.orElseGet(() -> new PeerFile("system", List.of(), sources.sonames()));
  }

  /** Loads it; empty where it is not there or lacks what it needs. */
  Optional<NativeLibrary> load() {
    preloaded.forEach(NativeLibrary::find);
    return NativeLibrary.find(names);
  }
}
