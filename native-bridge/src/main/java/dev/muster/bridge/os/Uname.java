package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What uname(2) says.
 *
 * @param system e.g. {@code Linux}, {@code Darwin}
 * @param host name of this machine
 * @param release of the kernel
 * @param machine architecture
 */
record Uname(String system, String host, String release, String machine) {
  private static final Optional<Uname> HERE = ask();

  /** The fields of a utsname lie this far apart. */
  private static final int LINUX_FIELD_BYTES = 65;

  private static final int BSD_FIELD_BYTES = 256;
  private static final int FIELDS_MAX = 6;

  /** Of this machine; empty on Windows. */
  static Optional<Uname> here() {
    return HERE;
  }

  /** True on Linux, whose constants and files differ from those of every other Unix. */
  static boolean linux() {
    return HERE.filter(uname -> uname.system.equals("Linux")).isPresent();
  }

  private static Optional<Uname> ask() {
    Optional<NativeFunction> uname =
        NativeLibrary.system().function("uname", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate((long) FIELDS_MAX * BSD_FIELD_BYTES);
      return uname.filter(function -> function.call(names) == 0).map(_ -> read(names));
    }
  }

  private static Uname read(MemorySegment names) {
    String system = names.getString(0);
    int fieldBytes = system.equals("Linux") ? LINUX_FIELD_BYTES : BSD_FIELD_BYTES;
    return new Uname(
        system,
        names.getString(fieldBytes),
        names.getString(2L * fieldBytes),
        names.getString(4L * fieldBytes));
  }
}
