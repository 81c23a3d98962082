package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {
  @TempDir private Path root;
  private Topology topology;

  /** Two cores of two threads each, neighbours in number. */
  @BeforeEach
  void twoCoresOfTwoThreads() throws IOException {
    FakeSystem system = new FakeSystem(root);
    for (int cpu = 0; cpu < 4; cpu++) {
      String siblings = cpu < 2 ? "0-1\n" : "2-3\n";
      system.with("sys/devices/system/cpu/cpu" + cpu + "/topology/core_cpus_list", siblings);
    }
    topology = new Topology(system.files());
  }

  @Test
  void secondThreadOfACoreComesAfterTheFirstOfEach() {
    assertEquals(List.of(0, 2, 1, 3), topology.coresFirst(List.of(0, 1, 2, 3)));
  }

  @Test
  void threadWhoseSiblingIsNotAllowedIsAFirstOne() {
    assertEquals(List.of(1, 2, 3), topology.coresFirst(List.of(1, 2, 3)));
  }

  @Test
  void withoutSysfsEachThreadIsACore() {
    Topology silent = new Topology(new SystemFiles(root.resolve("missing")));
    assertEquals(List.of(4, 0, 2), silent.coresFirst(List.of(4, 0, 2)));
  }
}
