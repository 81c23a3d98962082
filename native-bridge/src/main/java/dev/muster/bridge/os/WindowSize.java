package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;

/** How many columns a terminal has now: its window may change while a program runs. Unix only. */
public final class WindowSize {
  private static final Optional<NativeFunction> IOCTL =
      NativeLibrary.system()
          .variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

  /** TIOCGWINSZ. */
  private static final long REQUEST = Uname.linux() ? 0x5413 : 0x40087468;

  /** {@code struct winsize}: rows, columns, and both in pixels. */
  private static final MemoryLayout WINSIZE = MemoryLayout.sequenceLayout(4, JAVA_SHORT);

  private static final int COLUMNS_INDEX = 1;

  private WindowSize() {}

  /** Columns of the terminal behind {@code descriptor}; empty where it is none or does not say. */
  public static OptionalInt columns(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment winsize = arena.allocate(WINSIZE);
      boolean told = IOCTL.filter(f -> f.call(descriptor, REQUEST, winsize) == 0).isPresent();
      int columns = Short.toUnsignedInt(winsize.getAtIndex(JAVA_SHORT, COLUMNS_INDEX));
      return told && columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
    }
  }
}
