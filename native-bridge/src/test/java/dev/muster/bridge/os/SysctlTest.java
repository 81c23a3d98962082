package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SysctlTest {

  @Test
  void unknownNameIsAnEmptyAnswer() {
    assertEquals(Optional.empty(), Sysctl.text("muster.missing"));
    assertEquals(OptionalLong.empty(), Sysctl.number("muster.missing"));
  }

  @Test
  void numberAgreesWithTheCommandSysctl() {
    Assumptions.assumeFalse(Uname.linux(), "sysctlbyname is of macOS and the BSDs");
    assertEquals(
        Long.parseLong(Commands.output("sysctl", "-n", "hw.memsize")),
        Sysctl.number("hw.memsize").orElseThrow());
  }
}
