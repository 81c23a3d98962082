package dev.muster.suites.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MachineBytesTest {

  @Test
  void linesThatARemarkBreaksAreJoined() {
    MachineBytes code =
        MachineBytes.parse(
            """
            [Verified Entry Point]
              # {method} {0x00007f573040cd68} 'multiply' '(I[FI[FI[F)V'
              0x00007f5758518d00: ;   {runtime_call os::breakpoint()}
              0x00007f5758518d00: e86b 74f6 | 1166 66

              0x00007f5758518d07: ;   {other}
              0x00007f5758518d07: 448b 96c8\s
            [Stub Code]
              0x00007f5758518d0b: f4
            """);
    assertEquals(0x7f5758518d00L, code.address());
    assertArrayEquals(HexFormat.of().parseHex("e86b74f6116666448b96c8f4"), code.bytes());
  }

  @Test
  void aMissingPieceIsNoticed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> MachineBytes.parse("  0x00001000: 9090\n  0x00001004: 9090\n"));
    assertTrue(e.getMessage().contains("0x00001004"), e.getMessage());
  }

  @Test
  void aTextWithoutBytesIsNoCode() {
    assertThrows(
        IllegalArgumentException.class,
        () -> MachineBytes.parse("  0x00007f0417f21880:   0x00000000      0xf4f4f4f400000000"));
  }
}
