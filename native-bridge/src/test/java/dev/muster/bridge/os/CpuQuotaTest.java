package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuQuotaTest {
  @TempDir private Path root;

  @Test
  void theTightestGroupAroundTheProcessCounts() throws IOException {
    FakeSystem system =
        new FakeSystem(root)
            .with("proc/self/cgroup", "0::/outer/inner\n")
            .with("sys/fs/cgroup/outer/cpu.max", "150000 100000\n")
            .with("sys/fs/cgroup/outer/inner/cpu.max", "400000 100000\n");
    assertEquals(OptionalDouble.of(1.5), CpuQuota.cpus(system.files()));
  }

  @Test
  void groupWithoutAQuotaLimitsNothing() throws IOException {
    FakeSystem system =
        new FakeSystem(root)
            .with("proc/self/cgroup", "0::/\n")
            .with("sys/fs/cgroup/cpu.max", "max 100000\n");
    assertEquals(OptionalDouble.empty(), CpuQuota.cpus(system.files()));
  }

  @Test
  void groupOfVersionOneLimitsToo() throws IOException {
    FakeSystem system =
        new FakeSystem(root)
            .with("proc/self/cgroup", "5:cpu,cpuacct:/box\n4:memory:/box\n")
            .with("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "50000\n")
            .with("sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000\n")
            .with("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
            .with("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertEquals(OptionalDouble.of(0.5), CpuQuota.cpus(system.files()));
  }

  @Test
  void controllerLiesInTheFolderThatItIsMountedAs() throws IOException {
    FakeSystem system =
        new FakeSystem(root)
            .with("proc/self/cgroup", "5:cpu,cpuacct:/\n")
            .with("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "250000\n")
            .with("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    assertEquals(OptionalDouble.of(2.5), CpuQuota.cpus(system.files()));
  }

  @Test
  void systemWithoutControlGroupsHasNone() {
    assertEquals(OptionalDouble.empty(), CpuQuota.cpus(new FakeSystem(root).files()));
  }
}
