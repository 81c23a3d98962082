package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/** What macOS and the BSDs say through sysctlbyname(3); empty answers anywhere else. */
final class Sysctl {
  private static final int VALUE_BYTES_MAX = 1024;

  private static final Optional<NativeFunction> BY_NAME =
      NativeLibrary.system()
          .function(
              "sysctlbyname",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));

  private Sysctl() {}

  /** A value that is a text. */
  static Optional<String> text(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return value(arena, name).map(value -> value.getString(0));
    }
  }

  /** A value that is a whole number of 4 or 8 bytes. */
  static OptionalLong number(String name) {
    try (Arena arena = Arena.ofConfined()) {
      Optional<MemorySegment> value = value(arena, name);
      return value.isPresent() ? number(value.get()) : OptionalLong.empty();
    }
  }

  private static OptionalLong number(MemorySegment value) {
    return value.byteSize() == JAVA_INT.byteSize()
        ? OptionalLong.of(value.get(JAVA_INT, 0))
        : value.byteSize() == JAVA_LONG.byteSize()
            ? OptionalLong.of(value.get(JAVA_LONG, 0))
            : OptionalLong.empty();
  }

  private static Optional<MemorySegment> value(Arena arena, String name) {
    MemorySegment value = arena.allocate(VALUE_BYTES_MAX, JAVA_LONG.byteAlignment());
    MemorySegment valueBytes = arena.allocateFrom(JAVA_LONG, VALUE_BYTES_MAX - 1L);
    MemorySegment nameText = arena.allocateFrom(name);
    return BY_NAME
        .filter(f -> f.call(nameText, value, valueBytes, MemorySegment.NULL, 0L) == 0)
        .map(_ -> value.asSlice(0, valueBytes.get(JAVA_LONG, 0)));
  }
}
