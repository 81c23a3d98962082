package dev.muster.results;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Maps whose order is that of their keys, so that a stored line is the same each time. */
final class Sorted {
  private Sorted() {}

  static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(map)));
  }
}
