package dev.muster.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorCopyTest {
  private static final int MARGIN = 64;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 31, 63, 64, 65, 127, 200, 4_099, (2 << 20) + 77})
  void allBytesAndNoOthersAreCopied(int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocate(bytes + 2L * MARGIN + 1);
      SplittableRandom random = new SplittableRandom(bytes);
      for (long i = 0; i < from.byteSize(); i++) {
        from.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(1, 256));
      }
      MemorySegment into = arena.allocate(bytes + 2L * MARGIN);
      VectorCopy.copy(from.address() + MARGIN + 1, into.address() + MARGIN, bytes);
      assertEquals(
          -1, from.asSlice(MARGIN + 1, bytes).mismatch(into.asSlice(MARGIN, bytes)), "bytes");
      assertEquals(0, sum(into.asSlice(0, MARGIN)), "before");
      assertEquals(0, sum(into.asSlice(MARGIN + bytes, MARGIN)), "behind");
    }
  }

  private static long sum(MemorySegment memory) {
    long sum = 0;
    for (long i = 0; i < memory.byteSize(); i++) {
      sum += memory.get(ValueLayout.JAVA_BYTE, i);
    }
    return sum;
  }
}
