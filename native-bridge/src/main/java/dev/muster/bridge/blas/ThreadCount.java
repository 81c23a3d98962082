package dev.muster.bridge.blas;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The functions by which a library, or the OpenMP that it uses, is told and asked its number of
 * threads.
 *
 * @param setter takes the number
 * @param getter answers it
 * @param carrier the C type of the number
 */
public record ThreadCount(String setter, String getter, ValueLayout carrier) {

  /** With numbers of C's type int. */
  public static ThreadCount ofInt(String setter, String getter) {
    return new ThreadCount(setter, getter, JAVA_INT);
  }

  /** With numbers of 64 bits. */
  public static ThreadCount ofLong(String setter, String getter) {
    return new ThreadCount(setter, getter, JAVA_LONG);
  }

  /** The functions of a loaded library; empty where it lacks them. */
  Optional<Linked> link(NativeLibrary library) {
    Optional<NativeFunction> set = library.function(setter, FunctionDescriptor.ofVoid(carrier));
    return set.flatMap(
        f -> library.function(getter, FunctionDescriptor.of(carrier)).map(g -> linked(f, g)));
  }

  private Linked linked(NativeFunction set, NativeFunction get) {
    return new Linked(set, get, carrier);
  }

  /** The two functions. */
  record Linked(NativeFunction setter, NativeFunction getter, ValueLayout carrier) {
    void set(int threads) {
      if (carrier.equals(JAVA_LONG)) {
        setter.call((long) threads);
      } else {
        setter.call(threads);
      }
    }

    int get() {
      return (int) getter.call();
    }
  }
}
