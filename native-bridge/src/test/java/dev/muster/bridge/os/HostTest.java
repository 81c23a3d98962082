package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
  @TempDir private Path root;

  @Test
  void namesAgreeWithTheCommandUname() {
    Host host = Host.here();
    assertEquals(Commands.output("uname", "-n"), host.name());
    assertEquals(Commands.output("uname", "-srm"), host.kernel());
  }

  @Test
  void distributionIsItsPrettyName() throws IOException {
    FakeSystem system =
        new FakeSystem(root).with("etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian 13\"\n");
    assertEquals(Optional.of("Debian 13"), Host.distribution(system.files()));
  }

  @Test
  void systemAlwaysHasAName() {
    assertFalse(Host.here().os().isBlank());
  }
}
