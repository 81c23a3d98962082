package dev.muster.bridge.os;

import java.util.Map;

/** Operating system and architecture in one word, as builds of native libraries are named. */
public final class Platform {
  private static final Map<String, String> WORDS =
      Map.of("Linux", "linux", "Darwin", "macosx", "aarch64", "arm64");

  private Platform() {}

  /** Of this machine, e.g. {@code linux-x86_64} or {@code macosx-arm64}. */
  public static String here() {
    return Uname.here().map(Platform::of).orElse("unknown");
  }

  static String of(Uname uname) {
    return word(uname.system()) + "-" + word(uname.machine());
  }

  private static String word(String name) {
    return WORDS.getOrDefault(name, name);
  }
}
