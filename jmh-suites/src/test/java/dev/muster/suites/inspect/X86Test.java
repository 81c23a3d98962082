package dev.muster.suites.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class X86Test {
  private final X86 x86 = new X86();

  private static Instruction instruction(String text) {
    return new Instruction(0x1000, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "vfmadd231ps zmm15,zmm16,zmm24; FMA",
        "vfmadd213pd ymm1,ymm2,ymm3; FMA",
        "vbroadcastss zmm16,DWORD PTR [rcx+rbp*4+0x10]; MEMORY_BROADCAST",
        "vbroadcastsd ymm9, qword ptr [rcx + r11*8 + 0x10]; MEMORY_BROADCAST",
        "vbroadcastss zmm16,xmm3; REGISTER_BROADCAST",
        "vpbroadcastd zmm16,eax; REGISTER_BROADCAST",
        "vmovups zmm24,ZMMWORD PTR [r9+rax*4+0x10]; VECTOR_LOAD",
        "vmovdqu ymm13,YMMWORD PTR [rsp+0x18]; RELOAD",
        "vmovdqu ymm13, ymmword ptr [rsp + 0x18]; RELOAD",
        "vmovdqu YMMWORD PTR [rsp+0x18],ymm13; SPILL",
        "vmovdqu32 ZMMWORD PTR [rsp+0x40],zmm31; SPILL",
        "vmovsd QWORD PTR [rsp+0x8],xmm1; SPILL"
      })
  void anInstructionHasItsTrait(String text, Trait trait) {
    assertEquals(Set.of(trait), x86.traits(instruction(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "vfmadd231ps ymm1,ymm2,YMMWORD PTR [rsp+0x20]; RELOAD",
        "vfmadd231ps ymm1,ymm2,YMMWORD PTR [rcx]; VECTOR_LOAD",
        "vfmadd231ps zmm1,zmm2,DWORD PTR [rcx+0x10]{1to16}; MEMORY_BROADCAST",
        "vfmadd231ps zmm1,zmm2,DWORD BCST [rcx+0x10]; MEMORY_BROADCAST"
      })
  void anFmaThatReadsMemoryHasTwoTraits(String text, Trait other) {
    assertEquals(Set.of(Trait.FMA, other), x86.traits(instruction(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mov rax,QWORD PTR [rsp+0x18]",
        "mov QWORD PTR [rsp+0x18],rax",
        "vmovups YMMWORD PTR [rdi+0x10],ymm0",
        "vmovss xmm0,DWORD PTR [rcx]",
        "vmovaps ymm1,ymm2",
        "vfmadd231ss xmm1,xmm2,xmm3",
        "inc r10d",
        "nop"
      })
  void nobodyCountsTheRest(String text) {
    assertEquals(Set.of(), x86.traits(instruction(text)));
  }

  @Test
  void aJumpHasATargetAndACallHasNone() {
    assertEquals(
        OptionalLong.of(0x7ff100518402L), x86.jumpTarget(instruction("jl 0x7ff100518402")));
    assertEquals(OptionalLong.empty(), x86.jumpTarget(instruction("jmp rax")));
    assertEquals(OptionalLong.empty(), x86.jumpTarget(instruction("call 0x7ff100518402")));
  }

  @Test
  void onlyAConditionalJumpGoesOn() {
    assertTrue(x86.neverFallsThrough(instruction("jmp 0x7ff100518402")));
    assertTrue(x86.neverFallsThrough(instruction("ret")));
    assertFalse(x86.neverFallsThrough(instruction("jne 0x7ff100518402")));
  }
}
