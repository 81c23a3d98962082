package dev.muster.suites.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectTest {

  @Test
  void itIsRunAsTheKernelThatEverybodyRuns() {
    Subject subject = Subject.of("6x4", DType.F32, 256, Avx.AVX2);
    assertEquals("vector:256:6x4", subject.kernel());
    assertEquals(24, subject.fmasPerStep());
    assertEquals("tile 6x4@256 f32 with -XX:UseAVX=2", subject.toString());
    assertInstanceOf(Support.Yes.class, subject.support());
  }

  @Test
  void vectorsWiderThanTheInstructionSetHasAreNotLookedAt() {
    Support.No no =
        assertInstanceOf(Support.No.class, Subject.of("5x2", DType.F32, 512, Avx.AVX2).support());
    assertEquals("no vectors of 512 bits; the widest with -XX:UseAVX=2 have 256", no.reason());
  }

  @Test
  void anAvxLevelIsANumberOfTheJvm() {
    assertEquals(List.of(Avx.AVX2, Avx.AVX512), List.of(Avx.parse("2"), Avx.parse("3")));
    assertEquals(List.of("-XX:UseAVX=3"), Avx.AVX512.jvmFlags());
    assertEquals(List.of(), Avx.OF_THIS_CORE.jvmFlags());
    BadInputException e = assertThrows(BadInputException.class, () -> Avx.parse("512"));
    assertTrue(e.getMessage().contains("'512'"), e.getMessage());
  }
}
