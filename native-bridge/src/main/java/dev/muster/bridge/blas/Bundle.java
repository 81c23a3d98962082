package dev.muster.bridge.blas;

import java.util.List;
import java.util.stream.Stream;

/**
 * A current build of a library inside a Maven artifact of the group {@code org.bytedeco}, found on
 * the class path where it was asked for.
 *
 * @param artifact e.g. {@code openblas}
 * @param file the library, e.g. {@code libopenblas.so.0}
 * @param siblings files that it needs and finds beside itself
 * @param preloaded files that it needs and would not find; what the system has of them is preferred
 */
public record Bundle(String artifact, String file, List<String> siblings, List<String> preloaded) {
  private static final String GROUP = "org.bytedeco";

  public Bundle {
    siblings = List.copyOf(siblings);
    preloaded = List.copyOf(preloaded);
  }

  /** All files, the library among them. */
  List<String> files() {
    return Stream.of(List.of(file), siblings, preloaded).flatMap(List::stream).toList();
  }

  /** Where its files are on the class path. */
  String folder(String platform) {
    return "%s/%s/%s/".formatted(GROUP.replace('.', '/'), artifact, platform);
  }

  /** Where its version is on the class path. */
  String properties() {
    return "META-INF/maven/%s/%s/pom.properties".formatted(GROUP, artifact);
  }

  /** Its coordinates, for people and as a key. */
  String coordinates(String version) {
    return "%s:%s:%s".formatted(GROUP, artifact, version);
  }
}
