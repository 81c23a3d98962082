package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.kernel.CacheSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSizesProbeTest {
  @TempDir private Path root;

  private static void cache(FakeSystem system, int index, String level, String type, String size)
      throws IOException {
    String folder = "sys/devices/system/cpu/cpu0/cache/index" + index + "/";
    system.with(folder + "level", level + "\n");
    system.with(folder + "type", type + "\n");
    system.with(folder + "size", size + "\n");
  }

  @Test
  void sysfsGivesDataAndUnifiedCaches() throws IOException {
    FakeSystem system = new FakeSystem(root);
    cache(system, 0, "1", "Data", "48K");
    cache(system, 1, "1", "Instruction", "32K");
    cache(system, 2, "2", "Unified", "1280K");
    cache(system, 3, "3", "Unified", "54M");
    assertEquals(
        new CacheSizes(48 << 10, 1280 << 10, 54 << 20), CacheSizesProbe.fromSysfs(system.files()));
  }

  @Test
  void machineWithoutSysfsIsUnknownToIt() {
    assertEquals(new CacheSizes(0, 0, 0), CacheSizesProbe.fromSysfs(new FakeSystem(root).files()));
  }

  @Test
  void sysconfAgreesWithGetconf() {
    CacheSizes sizes = CacheSizesProbe.fromSysconf();
    assertEquals(getconf("LEVEL1_DCACHE_SIZE"), sizes.l1Bytes());
    assertEquals(getconf("LEVEL2_CACHE_SIZE"), sizes.l2Bytes());
    assertEquals(getconf("LEVEL3_CACHE_SIZE"), sizes.l3Bytes());
  }

  private static long getconf(String name) {
    String value = Commands.output("getconf", name);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }

  @Test
  void kernelsFindTheProbe() {
    assertTrue(
        ServiceLoader.load(CacheSizes.Probe.class).stream()
            .anyMatch(provider -> provider.type() == CacheSizesProbe.class));
    assertTrue(CacheSizes.here().l1Bytes() > 0);
  }
}
