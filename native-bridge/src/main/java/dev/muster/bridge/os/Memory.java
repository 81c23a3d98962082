package dev.muster.bridge.os;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.stream.LongStream;

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
        : LongStream.concat(
                available.stream(), Cgroup.of(files, "memory").flatMapToLong(Memory::left))
            .min();
  }

  /** Limit − usage, plus the part of the usage that is file cache and can be dropped. */
  private static LongStream left(Cgroup group) {
    OptionalLong limitBytes = group.number("memory.max", "memory.limit_in_bytes");
    OptionalLong usageBytes = group.number("memory.current", "memory.usage_in_bytes");
    return limitBytes.isEmpty() || usageBytes.isEmpty()
        ? LongStream.empty()
        : LongStream.of(
            Math.max(0, limitBytes.getAsLong() - usageBytes.getAsLong() + droppableBytes(group)));
  }

  private static long droppableBytes(Cgroup group) {
    String inactive = (group.unified() ? "inactive_file" : "total_inactive_file") + " ";
    return group.text("memory.stat").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(inactive))
        .mapToLong(line -> Kib.bytes(line.substring(inactive.length())))
        .findFirst()
        .orElse(0);
  }
}
