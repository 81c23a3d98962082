package dev.muster.bridge.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of a native library. Thread-safe as far as the function is.
 *
 * @param symbol its name, for messages
 * @param handle for timed code, through {@link MethodHandle#invokeExact}
 */
public record NativeFunction(String symbol, MethodHandle handle) {

  /**
   * Calls it, boxing every argument: for set-up, never for timed code.
   *
   * @return the integer or the address that it returns, 0 where it returns nothing
   */
  public long call(Object... arguments) {
    return switch (invoke(arguments)) {
      case Number number -> number.longValue();
      case MemorySegment pointer -> pointer.address();
      case null, default -> 0;
    };
  }

  private Object invoke(Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function threw a Java exception: " + symbol, e);
    }
  }
}
