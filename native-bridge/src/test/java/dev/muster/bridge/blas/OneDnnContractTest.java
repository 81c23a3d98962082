package dev.muster.bridge.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.kernel.Kernel;
import org.junit.jupiter.api.Test;

class OneDnnContractTest extends PeerContractTest {
  @Override
  Kernel kernel() {
    return new OneDnn();
  }

  @Test
  void bothNumberingsOfAmxHaveOneName() {
    assertEquals("avx512_core_amx", OneDnn.Description.instructionSet(0x3e7)); // 2.6.3
    assertEquals("avx512_core_amx", OneDnn.Description.instructionSet(0xfef)); // 3.8.1
  }

  @Test
  void anInstructionSetWithoutANameIsStillOneWord() {
    assertEquals("isa-0x80000007", OneDnn.Description.instructionSet(0x80000007));
  }
}
