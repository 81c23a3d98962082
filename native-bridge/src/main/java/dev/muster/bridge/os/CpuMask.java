package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Optional;

/** The CPUs that a thread may run on, through sched_getaffinity(2) and sched_setaffinity(2). */
final class CpuMask {
  /** The size of glibc's cpu_set_t; a kernel of more CPUs than it has bits wants a larger one. */
  private static final int BYTES_MIN = 128;

  private static final int BYTES_MAX = 8192;

  private static final FunctionDescriptor SIGNATURE =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final Optional<NativeFunction> GET =
      NativeLibrary.system().function("sched_getaffinity", SIGNATURE);
  private static final Optional<NativeFunction> SET =
      NativeLibrary.system().function("sched_setaffinity", SIGNATURE);

  /** As a thread identifier: the thread that calls. */
  static final int CALLING_THREAD = 0;

  private CpuMask() {}

  /** Of a thread; empty where the system does not say. */
  static Optional<BitSet> get(int thread) {
    try (Arena arena = Arena.ofConfined()) {
      for (int bytes = BYTES_MIN; bytes <= BYTES_MAX && GET.isPresent(); bytes *= 2) {
        MemorySegment mask = arena.allocate(bytes, JAVA_LONG.byteAlignment());
        if (GET.get().call(thread, (long) bytes, mask) == 0) {
          return Optional.of(BitSet.valueOf(mask.toArray(JAVA_BYTE)));
        }
      }
    }
    return Optional.empty();
  }

  /** Gives the calling thread these CPUs; true where that worked. */
  static boolean set(BitSet cpus) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bits = cpus.toByteArray();
      long bytes = Math.max(BYTES_MIN, Math.ceilDiv(bits.length, 8) * 8L);
      MemorySegment mask = arena.allocate(bytes, JAVA_LONG.byteAlignment());
      MemorySegment.copy(bits, 0, mask, JAVA_BYTE, 0, bits.length);
      return SET.filter(f -> f.call(CALLING_THREAD, bytes, mask) == 0).isPresent();
    }
  }
}
