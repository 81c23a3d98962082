package dev.muster.suites.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompiledMethodTest {
  private static final String WITHOUT_HSDIS =
      """
      CompileCommand: print dev/muster/kernels/matmul/*.* bool print = true

      ============================= C1-compiled nmethod ==============================
      Compiled method (c1) 375  556       3       a.b.MicroKernel5x2x256/0x000000000f046400::multiply (391 bytes)
      [MachCode]
        0x00007f5758518d00: 90
      [/MachCode]
      ============================= C2-compiled nmethod ==============================
      Compiled method (c2) 299  247 %     4       a.b.MicroKernel5x2x256/0x000000000f046400::multiply @ 131 (391 bytes)
      [MachCode]
        0x00007f5758518d00: 9090
      [/MachCode]
      ============================= C2-compiled nmethod ==============================
      Compiled method (c2) 473  823       4       a.b.MicroKernel5x2x256/0x000000000f046400::multiply (391 bytes)
       total in heap  [0x00007f5758518c08,0x00007f575851e208] = 22016
      [MachCode]
        # {method} {0x00007f573040cd68} 'multiply' '(I[FI[FI[F)V'
        0x00007f5758518d00: ;   {runtime_call os::breakpoint()}
        0x00007f5758518d00: 9090 90
      [/MachCode]
      """;

  private static final String WITH_HSDIS =
      """
      Compiled method (c2) 1088  946 !   b    4       a.b.Blocked::macro (172 bytes)
      [Disassembly]
      [Constant Pool]
                   Address          hex4                    hex8
        0x00007f0417f21880:   0x00000000      0xf4f4f4f400000000
      [Verified Entry Point]
        # parm0:    rdx       = int
        0x00007f2a48498538:   je		0x7f2a4849853f
        0x00007f2a4849853a:   call		0x7f2a4f9756e0      ;   {runtime_call Stub::method_entry_barrier}
                                                                  ;*synchronization entry
        0x00007f2a4849853f:   ret
      """;

  @Test
  void theMethodsOfC2AreFoundInTheirOrder() {
    assertEquals(
        List.of(
            "a.b.MicroKernel5x2x256::multiply @ 131",
            "a.b.MicroKernel5x2x256::multiply",
            "a.b.Blocked::macro"),
        CompiledMethod.parse(WITHOUT_HSDIS + WITH_HSDIS).stream()
            .map(CompiledMethod::name)
            .toList());
  }

  @Test
  void aMethodEndsWhereTheNextBegins() {
    List<CompiledMethod> methods = CompiledMethod.parse(WITHOUT_HSDIS);
    assertEquals(2, MachineBytes.parse(methods.getFirst().text()).bytes().length);
    assertEquals(3, MachineBytes.parse(methods.getLast().text()).bytes().length);
  }

  @Test
  void whatHsdisWroteIsReadAsItIs() {
    CompiledMethod method = CompiledMethod.parse(WITH_HSDIS).getFirst();
    assertFalse(method.hasBytesOnly());
    List<Instruction> instructions = method.instructions();
    assertEquals(
        List.of(
            new Instruction(0x7f2a48498538L, "je 0x7f2a4849853f"),
            new Instruction(0x7f2a4849853aL, "call 0x7f2a4f9756e0"),
            new Instruction(0x7f2a4849853fL, "ret")),
        instructions.subList(instructions.size() - 3, instructions.size()));
  }

  @Test
  void withoutHsdisThereAreBytesOnly() {
    assertTrue(CompiledMethod.parse(WITHOUT_HSDIS).getFirst().hasBytesOnly());
  }

  @Test
  void aJvmThatPrintedNothingCompiledNothing() {
    assertEquals(List.of(), CompiledMethod.parse(""));
  }
}
