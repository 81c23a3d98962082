package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.muster.bridge.ffi.CString;
import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.Support;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The environment variables as native code of this process sees them, for libraries that read their
 * settings while they are loaded.
 *
 * <p>Java's own copy, {@link System#getenv}, is taken at the start and never changes. C has no lock
 * around its variables: set them before the threads of a library exist that might read them.
 */
public final class ProcessVariables {
  private static final int OVERWRITE = 1;

  private static final Optional<NativeFunction> SETENV =
      NativeLibrary.system()
          .function("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final Optional<NativeFunction> UNSETENV =
      NativeLibrary.system().function("unsetenv", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final Optional<NativeFunction> GETENV =
      NativeLibrary.system().function("getenv", FunctionDescriptor.of(ADDRESS, ADDRESS));

  private ProcessVariables() {}

  /** Whether variables can be changed here. */
  public static Support support() {
    return SETENV.isPresent() && UNSETENV.isPresent()
        ? Support.yes()
        : Support.no("this operating system has no setenv");
  }

  /** Gives a variable a value; does nothing where {@link #support} says no. */
  public static void set(String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cName = arena.allocateFrom(name);
      MemorySegment cValue = arena.allocateFrom(value);
      SETENV.ifPresent(setenv -> setenv.call(cName, cValue, OVERWRITE));
    }
  }

  /** Takes a variable away; does nothing where {@link #support} says no. */
  public static void unset(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cName = arena.allocateFrom(name);
      UNSETENV.ifPresent(unsetenv -> unsetenv.call(cName));
    }
  }

  /** The value of a variable, where it is set. */
  public static Optional<String> get(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cName = arena.allocateFrom(name);
      return GETENV
          .map(getenv -> getenv.call(cName))
          .filter(address -> address != 0)
          .map(CString::at);
    }
  }
}
