package dev.muster.suites.measure;

import dev.muster.results.Environment;
import java.util.List;
import java.util.Map;

/** Environments for results that are made in tests. */
final class Environments {
  private Environments() {}

  static Environment any() {
    return new Environment(
        "host", "os", "kernel", "cpu", List.of(), 2, 2, 0, 0, 0, 0, "jdk", List.of(), "", "1",
        Map.of());
  }
}
