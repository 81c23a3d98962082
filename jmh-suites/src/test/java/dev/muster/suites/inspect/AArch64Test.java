package dev.muster.suites.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AArch64Test {
  private final AArch64 aarch64 = new AArch64();

  private static Instruction instruction(String text) {
    return new Instruction(0x1000, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fmla v0.4s, v1.4s, v2.4s; FMA",
        "fmla v0.4s, v1.4s, v2.s[0]; FMA",
        "fmad z0.s, p7/m, z1.s, z2.s; FMA",
        "ld1r {v16.4s}, [x10]; MEMORY_BROADCAST",
        "ld1rw {z16.s}, p7/z, [x10]; MEMORY_BROADCAST",
        "dup v16.4s, v17.s[0]; REGISTER_BROADCAST",
        "mov z16.s, s17; REGISTER_BROADCAST",
        "ldr q16, [x10, #16]; VECTOR_LOAD",
        "ldp q16, q17, [x10, #32]; VECTOR_LOAD",
        "ld1w {z16.s}, p7/z, [x10]; VECTOR_LOAD",
        "ldr q16, [sp, #64]; RELOAD",
        "ldp q16, q17, [sp, #64]; RELOAD",
        "str q16, [sp, #64]; SPILL",
        "str z16, [sp, #2, mul vl]; SPILL",
        "str s16, [sp, #4]; SPILL"
      })
  void anInstructionHasItsTrait(String text, Trait trait) {
    assertEquals(Set.of(trait), aarch64.traits(instruction(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ldr x0, [sp, #16]",
        "str x0, [sp, #16]",
        "stp x29, x30, [sp, #16]",
        "str q0, [x1]",
        "ldr s0, [x1, #4]",
        "fmadd s0, s1, s2, s3",
        "mov z0.d, z1.d",
        "mov v0.16b, v1.16b",
        "add w10, w10, #0x1",
        "nop"
      })
  void nobodyCountsTheRest(String text) {
    assertEquals(Set.of(), aarch64.traits(instruction(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"b.lt 0x7f00ab10", "b 0x7f00ab10", "cbnz w10, 0x7f00ab10", "tbz w0, #3, 0x7f00ab10"})
  void aJumpHasATarget(String text) {
    assertEquals(OptionalLong.of(0x7f00ab10), aarch64.jumpTarget(instruction(text)));
  }

  @Test
  void aCallAndAComputedJumpHaveNone() {
    assertEquals(OptionalLong.empty(), aarch64.jumpTarget(instruction("bl 0x7f00ab10")));
    assertEquals(OptionalLong.empty(), aarch64.jumpTarget(instruction("br x8")));
  }

  @Test
  void onlyAConditionalJumpGoesOn() {
    assertTrue(aarch64.neverFallsThrough(instruction("b 0x7f00ab10")));
    assertTrue(aarch64.neverFallsThrough(instruction("ret")));
    assertFalse(aarch64.neverFallsThrough(instruction("b.lt 0x7f00ab10")));
  }
}
