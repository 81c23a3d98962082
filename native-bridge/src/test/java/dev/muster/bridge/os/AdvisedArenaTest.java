package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Buffers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisedArenaTest {
  private static final long PAGE = Buffers.HUGE_PAGE_BYTES;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4096, 128 << 10, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, 5 << 20})
  void segmentIsZeroedAlignedAndOfTheAskedSize(long bytes) {
    try (AdvisedArena arena = new AdvisedArena()) {
      MemorySegment segment = Buffers.allocate(arena, bytes);
      assertEquals(bytes, segment.byteSize());
      assertEquals(
          0, segment.address() % (bytes >= AdvisedArena.LARGE_BYTES ? PAGE : Buffers.LINE_BYTES));
      assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[(int) bytes])));
      segment.fill((byte) 1);
    }
  }

  @Test
  void segmentEndsWithItsArena() {
    AdvisedArena arena = new AdvisedArena();
    MemorySegment large = arena.allocate(PAGE, 64);
    MemorySegment small = arena.allocate(64, 64);
    arena.close();
    assertThrows(IllegalStateException.class, () -> large.get(JAVA_BYTE, 0));
    assertThrows(IllegalStateException.class, () -> small.get(JAVA_BYTE, 0));
  }

  @Test
  void kernelKnowsThatHugePagesAreWanted() {
    assumeTrue(
        SystemFiles.HERE.text("sys/kernel/mm/transparent_hugepage/enabled").isPresent(),
        "this kernel has no transparent huge pages");
    try (AdvisedArena arena = new AdvisedArena()) {
      for (long bytes : new long[] {AdvisedArena.LARGE_BYTES, PAGE + 1, 4 * PAGE}) {
        MemorySegment segment = Buffers.allocate(arena, bytes);
        assertTrue(flags(segment.address()).contains("hg"));
        assertTrue(flags(segment.address() + segment.byteSize() - 1).contains("hg"));
      }
    }
  }

  @Test
  void memoryIsGivenBackOnClose() {
    assumeTrue(Uname.linux(), "mappings are listed on Linux only");
    AdvisedArena arena = new AdvisedArena();
    long address = arena.allocate(64 * PAGE, PAGE).address();
    assertFalse(flags(address).isEmpty());
    arena.close();
    assertFalse(flags(address).contains("hg"));
  }

  /** VmFlags of the mapping that an address lies in; see proc_pid_smaps(5). */
  private static List<String> flags(long address) {
    boolean inside = false;
    for (String line : SystemFiles.HERE.lines("proc/self/smaps")) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] ends = line.substring(0, line.indexOf(' ')).split("-", 2);
        inside =
            Long.parseUnsignedLong(ends[0], 16) <= address
                && address < Long.parseUnsignedLong(ends[1], 16);
      } else if (inside && line.startsWith("VmFlags:")) {
        return List.of(line.split("\\s+", -1));
      }
    }
    return List.of();
  }

  @Test
  void segmentWithoutAWholeHugePageIsNotAdvised() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(2 * PAGE, PAGE);
      assertInstanceOf(Support.No.class, MemoryAdvice.hugePages(segment.asSlice(1, PAGE)));
      assertInstanceOf(Support.No.class, MemoryAdvice.hugePages(arena.allocate(64)));
    }
  }

  @Test
  void ordinarySegmentCanBeAdvised() {
    assumeTrue(
        SystemFiles.HERE.text("sys/kernel/mm/transparent_hugepage/enabled").isPresent(),
        "this kernel has no transparent huge pages");
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(Support.yes(), MemoryAdvice.hugePages(arena.allocate(2 * PAGE, PAGE)));
    }
  }
}
