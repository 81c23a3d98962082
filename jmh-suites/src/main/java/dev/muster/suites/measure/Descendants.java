package dev.muster.suites.measure;

import java.util.List;
import java.util.Set;

/** The processes that this one has started, and those that they have. */
public final class Descendants {
  private Descendants() {}

  static Set<ProcessHandle> now() {
    return Set.copyOf(all());
  }

  /** Ends them all at once. */
  public static void end() {
    all().forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends those that are not among {@code spared}; true where there were any. */
  static boolean endBut(Set<ProcessHandle> spared) {
    List<ProcessHandle> ended = all().stream().filter(each -> !spared.contains(each)).toList();
    ended.forEach(ProcessHandle::destroyForcibly);
    return !ended.isEmpty();
  }

  private static List<ProcessHandle> all() {
    return ProcessHandle.current().descendants().toList();
  }
}
