package dev.muster.suites.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final int FMAS_PER_STEP = 2;

  private static Optional<Loop> loop(String listing) {
    List<Instruction> code =
        listing.lines().map(Instruction::parse).flatMap(Optional::stream).toList();
    return Loop.ofMostWork(code, FMAS_PER_STEP, new X86());
  }

  private static String mnemonics(Loop loop) {
    return String.join(
        " ", loop.lines().stream().map(line -> line.instruction().mnemonic()).toList());
  }

  @Test
  void theUnrolledLoopIsTakenAndNotThoseBeforeAndBehindIt() {
    Loop loop =
        loop("""
                10: vfmadd231ps ymm0,ymm4,ymm6
                11: vfmadd231ps ymm1,ymm5,ymm6
                12: jl 0x10
                20: vfmadd231ps ymm0,ymm4,ymm6
                21: vfmadd231ps ymm1,ymm5,ymm6
                22: vfmadd231ps ymm0,ymm4,YMMWORD PTR [rsp+0x20]
                23: vfmadd231ps ymm1,ymm5,ymm6
                24: vmovdqu YMMWORD PTR [rsp+0x20],ymm7
                25: jl 0x20
                30: vfmadd231ps ymm0,ymm4,ymm6
                31: vfmadd231ps ymm1,ymm5,ymm6
                32: jl 0x30
                33: ret
                """)
            .orElseThrow();
    assertEquals(6, loop.lines().size());
    assertEquals(4, loop.count(Trait.FMA));
    assertEquals(1, loop.count(Trait.SPILL));
    assertEquals(1, loop.count(Trait.RELOAD));
  }

  @Test
  void theOuterLoopThatAsksForASafepointIsNotTheInnerLoop() {
    Loop loop =
        loop("""
                10: mov r11d,0x3e8
                11: vfmadd231ps ymm0,ymm4,ymm6
                12: vfmadd231ps ymm1,ymm5,ymm6
                13: jl 0x11
                14: test eax,DWORD PTR [r10]
                15: jl 0x10
                """)
            .orElseThrow();
    assertEquals("vfmadd231ps vfmadd231ps jl", mnemonics(loop));
  }

  @Test
  void aDetourBehindTheMethodThatComesBackIntoTheLoopIsNoLoop() {
    Loop loop =
        loop("""
                10: cmp r11d,0x3e8
                11: je 0x20
                12: vfmadd231ps ymm0,ymm4,ymm6
                13: vfmadd231ps ymm1,ymm5,ymm6
                14: jl 0x10
                15: vfmadd231ps ymm0,ymm4,ymm6
                16: vfmadd231ps ymm1,ymm5,ymm6
                17: ret
                20: mov rax,rbx
                21: jmp 0x12
                """)
            .orElseThrow();
    assertEquals("cmp je vfmadd231ps vfmadd231ps jl", mnemonics(loop));
  }

  @Test
  void aLoopWithOtherFmasThanThoseOfTheTileIsAnotherLoop() {
    assertEquals(
        Optional.empty(),
        loop(
            """
            10: vfmadd231ps ymm0,ymm4,ymm6
            11: vfmadd231ps ymm0,ymm4,ymm6
            12: vfmadd231ps ymm0,ymm4,ymm6
            13: jl 0x10
            20: inc r10d
            21: jl 0x20
            """));
  }

  @Test
  void codeWithoutLoopsHasNone() {
    assertEquals(Optional.empty(), loop("10: vfmadd231ps ymm0,ymm4,ymm6\n11: ret"));
    assertEquals(Optional.empty(), loop(""));
  }
}
