package dev.muster.bridge.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

  /** Of dlfcn.h: symbols are resolved when they are first called. */
  private static final int RTLD_LAZY = 1;

  /** Of dlfcn.h, as on Linux and most others. */
  private static final int RTLD_GLOBAL = 0x100;

  /** Of dlfcn.h: the name of the file, its address, the name of the symbol, its address. */
  private static final long DL_INFO_BYTES = 4L * Long.BYTES;

  private static final Optional<NativeFunction> DLADDR =
      SYSTEM.function(
          "dladdr",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));

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

  /**
   * The same, with symbols that libraries loaded later can see: for those that load parts of
   * themselves.
   */
  public static Optional<NativeLibrary> findGlobal(List<String> sonames) {
    return sonames.stream()
        .filter(soname -> load(soname, RTLD_LAZY | RTLD_GLOBAL))
        .flatMap(soname -> open(soname).stream())
        .findFirst();
  }

  private static boolean load(String soname, int mode) {
    Optional<NativeFunction> dlopen = dlopen();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocateFrom(soname);
      return dlopen.filter(open -> open.call(file, mode) != 0).isPresent();
    }
  }

  private static Optional<NativeFunction> dlopen() {
    return SYSTEM.function(
        "dlopen",
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
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

  /** What the dynamic linker says against a library that it does not load; empty where nothing. */
  public static String complaint(String soname) {
    Optional<NativeFunction> dlopen = dlopen();
    Optional<NativeFunction> dlerror =
        SYSTEM.function("dlerror", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocateFrom(soname);
      return dlopen
          .filter(open -> open.call(file, RTLD_LAZY) == 0)
          .flatMap(_ -> dlerror)
          .map(error -> CString.at(error.call()))
          .orElse("");
    }
  }

  /** The name under which it was found. */
  public String name() {
    return name;
  }

  /**
   * The file that holds a symbol of this library, as the dynamic linker found it: what really was
   * loaded under a soname. Empty where the system does not say.
   */
  public Optional<String> fileOf(String symbol) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(DL_INFO_BYTES, Long.BYTES);
      return symbols
          .find(symbol)
          .filter(address -> DLADDR.filter(f -> f.call(address, info) != 0).isPresent())
          .map(_ -> CString.at(info.get(ValueLayout.JAVA_LONG, 0)))
          .filter(file -> !file.isEmpty());
    }
  }

  /** The address of a function or a variable, where the library has it. */
  public OptionalLong address(String symbol) {
    return symbols.find(symbol).stream().mapToLong(MemorySegment::address).findFirst();
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
