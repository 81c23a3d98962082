package dev.muster.bridge.os;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A control group that limits this process: its own, or one around it. Versions 1 and 2 differ in
 * where they lie and what their files are called.
 *
 * @param files of the system
 * @param folder of the group
 * @param unified whether it is of version 2
 */
record Cgroup(SystemFiles files, String folder, boolean unified) {
  private static final String ROOT = "sys/fs/cgroup";

  /**
   * The groups of this process and all groups around them; those that are hidden are left out. A
   * controller of version 1 lies in a folder of its name, of those that it is mounted with, or
   * both.
   *
   * @param controller what they limit, e.g. {@code memory} or {@code cpu}
   */
  static Stream<Cgroup> of(SystemFiles files, String controller) {
    return files.lines("proc/self/cgroup").stream()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3)
        .flatMap(fields -> of(files, controller, fields[1], Path.of(fields[2])));
  }

  private static Stream<Cgroup> of(
      SystemFiles files, String controller, String controllers, Path path) {
    Stream<Path> upwards = Stream.iterate(path, p -> p != null, Path::getParent);
    if (controllers.isEmpty()) {
      return upwards.map(p -> new Cgroup(files, ROOT + p, true));
    }
    return List.of(controllers.split(",", -1)).contains(controller)
        ? upwards.flatMap(
            p ->
                Stream.of(controller, controllers)
                    .distinct()
                    .map(mount -> new Cgroup(files, ROOT + "/" + mount + p, false)))
        : Stream.empty();
  }

  /** The file of version 2, or of version 1, as one number; empty where it holds none. */
  OptionalLong number(String unifiedName, String legacyName) {
    return files.number(path(unifiedName, legacyName));
  }

  /** A file of the group; empty where it cannot be read. */
  Optional<String> text(String name) {
    return files.text(folder + "/" + name);
  }

  private String path(String unifiedName, String legacyName) {
    return folder + "/" + (unified ? unifiedName : legacyName);
  }
}
