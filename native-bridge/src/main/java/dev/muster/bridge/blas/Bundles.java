package dev.muster.bridge.blas;

import dev.muster.bridge.os.Platform;
import dev.muster.bridge.os.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Finds bundles on a class path and unpacks them into the cache folder of the user. */
final class Bundles {
  private final ClassLoader classPath;
  private final Surroundings surroundings;

  Bundles(ClassLoader classPath, Surroundings surroundings) {
    this.classPath = classPath;
    this.surroundings = surroundings;
  }

  /**
   * The library of a bundle, unpacked; empty where the class path has none for this platform, or
   * this process has no cache folder.
   *
   * @throws IOException where it cannot be unpacked
   */
  Optional<PeerFile> find(Bundle bundle) throws IOException {
    String platform = Platform.here();
    Map<String, URL> sources = sources(bundle, platform);
    Optional<Path> cache = surroundings.cacheFolder();
    if (!sources.containsKey(bundle.file()) || cache.isEmpty()) {
      return Optional.empty();
    }
    String version = version(bundle);
    Path folder =
        cache
            .get()
            .resolve("native")
            .resolve("%s-%s-%s".formatted(bundle.artifact(), version, platform));
    new BundleFolder(folder, sources).unpack();
    return Optional.of(file(bundle, version, folder));
  }

  private Map<String, URL> sources(Bundle bundle, String platform) {
    Map<String, URL> sources = new HashMap<>();
    for (String file : bundle.files()) {
      URL source = classPath.getResource(bundle.folder(platform) + file);
      if (source != null) {
        sources.put(file, source);
      }
    }
    return sources;
  }

  private String version(Bundle bundle) throws IOException {
    Properties properties = new Properties();
    try (InputStream content = classPath.getResourceAsStream(bundle.properties())) {
      if (content != null) {
        properties.load(content);
      }
    }
    return properties.getProperty("version", "unknown");
  }

  private static PeerFile file(Bundle bundle, String version, Path folder) {
    return new PeerFile(
        bundle.coordinates(version),
        bundle.preloaded().stream()
            .map(file -> List.of(file, folder.resolve(file).toString()))
            .toList(),
        List.of(folder.resolve(bundle.file()).toString()));
  }
}
