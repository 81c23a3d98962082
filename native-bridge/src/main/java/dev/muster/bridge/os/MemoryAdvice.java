package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Buffers;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Tells Linux how memory will be used; best effort. */
public final class MemoryAdvice {
  /** Of Linux's asm-generic/mman-common.h. */
  private static final int MADV_HUGEPAGE = 14;

  private static final Optional<NativeFunction> MADVISE =
      NativeLibrary.system()
          .function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
          .filter(_ -> Uname.linux());

  private MemoryAdvice() {}

  /**
   * Asks for huge pages under the whole huge pages of a segment. Pages that were touched before
   * stay small until the kernel finds the time to join them: {@link AdvisedArena} asks in time.
   */
  public static Support hugePages(MemorySegment segment) {
    long page = Buffers.HUGE_PAGE_BYTES;
    long first = Math.ceilDiv(segment.address(), page) * page;
    long end = Math.floorDiv(segment.address() + segment.byteSize(), page) * page;
    if (end <= first) {
      return Support.no("the segment holds no whole huge page");
    }
    if (MADVISE.isEmpty()) {
      return Support.no("this operating system takes no advice on huge pages");
    }
    MemorySegment pages = segment.asSlice(first - segment.address(), end - first);
    return MADVISE.get().call(pages, pages.byteSize(), MADV_HUGEPAGE) == 0
        ? Support.yes()
        : Support.no("this kernel has no transparent huge pages");
  }
}
