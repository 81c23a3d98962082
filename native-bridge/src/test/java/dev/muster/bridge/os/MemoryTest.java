package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  @TempDir private Path root;

  private FakeSystem machine() throws IOException {
    return new FakeSystem(root)
        .with("proc/meminfo", "MemTotal:       2000 kB\nMemAvailable:   1000 kB\n");
  }

  @Test
  void machineWithoutLimitsHasWhatLinuxCallsAvailable() throws IOException {
    assertEquals(OptionalLong.of(1000 << 10), Memory.availableBytes(machine().files()));
  }

  @Test
  void groupAroundTheOneOfTheProcessLimitsAsWell() throws IOException {
    FakeSystem system =
        machine()
            .with("proc/self/cgroup", "0::/outer/inner\n")
            .with("sys/fs/cgroup/outer/memory.max", "500000\n")
            .with("sys/fs/cgroup/outer/memory.current", "200000\n")
            .with("sys/fs/cgroup/outer/inner/memory.max", "max\n")
            .with("sys/fs/cgroup/outer/inner/memory.current", "100\n");
    assertEquals(OptionalLong.of(300_000), Memory.availableBytes(system.files()));
  }

  @Test
  void cachedFilesOfAGroupCanBeDropped() throws IOException {
    FakeSystem system =
        machine()
            .with("proc/self/cgroup", "0::/\n")
            .with("sys/fs/cgroup/memory.max", "500000\n")
            .with("sys/fs/cgroup/memory.current", "490000\n")
            .with("sys/fs/cgroup/memory.stat", "anon 90000\ninactive_file 400000\n");
    assertEquals(OptionalLong.of(410_000), Memory.availableBytes(system.files()));
  }

  @Test
  void groupOfVersionOneLimitsToo() throws IOException {
    FakeSystem system =
        machine()
            .with("proc/self/cgroup", "5:cpu,cpuacct:/box\n4:memory:/box\n0::/\n")
            .with("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "300000\n")
            .with("sys/fs/cgroup/memory/box/memory.usage_in_bytes", "100000\n")
            .with("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
            .with("sys/fs/cgroup/memory/memory.usage_in_bytes", "900000\n");
    assertEquals(OptionalLong.of(200_000), Memory.availableBytes(system.files()));
  }

  @Test
  void systemWithoutMeminfoDoesNotSay() {
    assertEquals(OptionalLong.empty(), Memory.availableBytes(new FakeSystem(root).files()));
  }

  @Test
  void thisMachineHasNoMoreAvailableThanInAll() {
    assertTrue(Memory.availableBytes() > 0);
    assertTrue(Memory.availableBytes() <= Memory.totalBytes());
  }
}
