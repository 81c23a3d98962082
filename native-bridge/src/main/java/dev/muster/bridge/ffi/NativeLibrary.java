package dev.muster.bridge.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;

/**
 * A library of somebody else, loaded into this process: the one place that links.
 *
 * <p>A library or a symbol that is not there is an empty answer, not an error. A library stays
 * loaded until the process ends. Thread-safe.
 */
public final class NativeLibrary {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final NativeLibrary SYSTEM =
      new NativeLibrary("the C library", LINKER.defaultLookup());

  private final String name;
  private final SymbolLookup symbols;

  private NativeLibrary(String name, SymbolLookup symbols) {
    this.name = name;
    this.symbols = symbols;
  }

  /** What every process has: the C library, as far as this operating system has such a thing. */
  public static NativeLibrary system() {
    return SYSTEM;
  }

  /**
   * The first of these libraries that the dynamic linker finds. Its initializers run here.
   *
   * @param sonames file names such as {@code libopenblas.so.0}, the preferred one first; a path is
   *     taken as it is
   */
  public static Optional<NativeLibrary> find(List<String> sonames) {
    return sonames.stream().flatMap(soname -> open(soname).stream()).findFirst();
  }

  @SuppressWarnings("restricted")
  private static Optional<NativeLibrary> open(String soname) {
    try {
      return Optional.of(
          new NativeLibrary(soname, SymbolLookup.libraryLookup(soname, Arena.global())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The name under which it was found. */
  public String name() {
    return name;
  }

  /** A function of this library, where it has it. Its signature is believed, never checked. */
  public Optional<NativeFunction> function(String symbol, FunctionDescriptor signature) {
    return link(symbol, signature);
  }

  /**
   * The same for a function that C declares with {@code ...}: on some systems such arguments travel
   * in other registers, or on the stack.
   *
   * @param firstVariadicIndex index of the first argument that stands for the dots
   */
  public Optional<NativeFunction> variadic(
      String symbol, FunctionDescriptor signature, int firstVariadicIndex) {
    return link(symbol, signature, Linker.Option.firstVariadicArg(firstVariadicIndex));
  }

  @SuppressWarnings("restricted")
  private Optional<NativeFunction> link(
      String symbol, FunctionDescriptor signature, Linker.Option... options) {
    return symbols
        .find(symbol)
        .map(
            address ->
                new NativeFunction(symbol, LINKER.downcallHandle(address, signature, options)));
  }
}
