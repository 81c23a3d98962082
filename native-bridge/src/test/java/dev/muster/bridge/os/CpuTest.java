package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTest {
  @TempDir private Path root;

  @Test
  void x86IsReadFromCpuinfoAndItsCoresFromSysfs() throws IOException {
    FakeSystem system = new FakeSystem(root);
    StringBuilder cpuinfo = new StringBuilder();
    for (int cpu = 0; cpu < 4; cpu++) {
      cpuinfo.append(
          """
          processor\t: %d
          vendor_id\t: GenuineIntel
          model name\t: Intel(R) Xeon(R) Platinum 8480+
          flags\t\t: fpu sse4_2 avx avx2 fma avx512f amx_tile hypervisor

          """
              .formatted(cpu));
      system.with(
          "sys/devices/system/cpu/cpu" + cpu + "/topology/core_cpus_list",
          cpu % 2 == 0 ? "0,2" : "1,3");
    }
    system.with("proc/cpuinfo", cpuinfo.toString());
    system.with("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    Cpu cpu = Cpu.fromProc(system.files()).orElseThrow();
    assertEquals(
        new Cpu(
            "Intel(R) Xeon(R) Platinum 8480+",
            "GenuineIntel",
            4,
            2,
            List.of("amx_tile", "avx2", "avx512f", "fma", "hypervisor"),
            Optional.of("performance")),
        cpu);
  }

  @Test
  void armHasNumbersForNames() throws IOException {
    FakeSystem system =
        new FakeSystem(root)
            .with(
                "proc/cpuinfo",
                """
                processor\t: 0
                BogoMIPS\t: 2100.00
                Features\t: fp asimd evtstrm asimddp sve bf16
                CPU implementer\t: 0x41
                CPU part\t: 0xd40

                processor\t: 1
                Features\t: fp asimd evtstrm asimddp sve bf16
                CPU implementer\t: 0x41
                CPU part\t: 0xd40
                """);
    assertEquals(
        Optional.of(
            new Cpu(
                "ARM part 0xd40", "ARM", 2, 2, List.of("bf16", "neon", "sve"), Optional.empty())),
        Cpu.fromProc(system.files()));
  }

  @Test
  void thisMachineHasAsManyThreadsAsGetconfCounts() {
    int online = Integer.parseInt(Commands.output("getconf", "_NPROCESSORS_ONLN"));
    assertEquals(online, Cpu.here().logicalCores());
  }

  @Test
  void thisMachineHasNoMoreCoresThanThreads() {
    Cpu cpu = Cpu.here();
    assertTrue(cpu.physicalCores() >= 1 && cpu.physicalCores() <= cpu.logicalCores());
  }
}
