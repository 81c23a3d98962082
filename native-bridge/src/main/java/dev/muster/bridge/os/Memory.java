package dev.muster.bridge.os;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How much memory this process can have. */
public final class Memory {
  private Memory() {}

  /** Physical memory, or the limit of the container where that is less. */
  public static long totalBytes() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }

  /**
   * Memory that can be taken now without swapping: what Linux calls available, capped by what the
   * control groups of this process leave; elsewhere all physical memory, for want of a better
   * answer.
   */
  public static long availableBytes() {
    return availableBytes(SystemFiles.HERE).orElseGet(Memory::totalBytes);
  }

  static OptionalLong availableBytes(SystemFiles files) {
    LongStream machine =
        files.lines("proc/meminfo").stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Kib.bytes(line.substring(line.indexOf(':') + 1)));
    OptionalLong available = machine.findFirst();
    return available.isEmpty()
        ? available
        : LongStream.concat(available.stream(), Cgroup.all(files).flatMapToLong(Cgroup::left))
            .min();
  }

  /**
   * A control group that may limit memory, of version 1 or 2; what a file is called is all that
   * differs.
   */
  private record Cgroup(
      SystemFiles files, String folder, String limit, String usage, String inactive) {

    /**
     * The groups of this process and all groups around them; those that are hidden are left out.
     */
    static Stream<Cgroup> all(SystemFiles files) {
      return files.lines("proc/self/cgroup").stream()
          .map(line -> line.split(":", 3))
          .filter(fields -> fields.length == 3)
          .flatMap(fields -> all(files, fields[1], Path.of(fields[2])));
    }

    private static Stream<Cgroup> all(SystemFiles files, String controllers, Path path) {
      Stream<Path> upwards = Stream.iterate(path, p -> p != null, Path::getParent);
      if (controllers.isEmpty()) {
        return upwards.map(
            p ->
                new Cgroup(
                    files, "sys/fs/cgroup" + p, "memory.max", "memory.current", "inactive_file"));
      }
      return Stream.of(controllers.split(",")).noneMatch("memory"::equals)
          ? Stream.empty()
          : upwards.map(
              p ->
                  new Cgroup(
                      files,
                      "sys/fs/cgroup/memory" + p,
                      "memory.limit_in_bytes",
                      "memory.usage_in_bytes",
                      "total_inactive_file"));
    }

    /** Limit − usage, plus the part of the usage that is file cache and can be dropped. */
    LongStream left() {
      OptionalLong limitBytes = files.number(folder + "/" + limit);
      OptionalLong usageBytes = files.number(folder + "/" + usage);
      return limitBytes.isEmpty() || usageBytes.isEmpty()
          ? LongStream.empty()
          : LongStream.of(
              Math.max(0, limitBytes.getAsLong() - usageBytes.getAsLong() + droppableBytes()));
    }

    private long droppableBytes() {
      return files.lines(folder + "/memory.stat").stream()
          .filter(line -> line.startsWith(inactive + " "))
          .mapToLong(line -> Kib.bytes(line.substring(inactive.length())))
          .findFirst()
          .orElse(0);
    }
  }
}
