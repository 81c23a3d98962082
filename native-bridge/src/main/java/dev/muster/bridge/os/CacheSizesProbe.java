package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.kernel.CacheSizes;
import java.lang.foreign.FunctionDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks the operating system for the caches of a core: Linux's sysfs, else glibc's sysconf (a
 * virtual machine may have the second without the first), else sysctl of macOS.
 */
public final class CacheSizesProbe implements CacheSizes.Probe {
  private static final CacheSizes UNKNOWN = new CacheSizes(0, 0, 0);

  /** Of glibc's bits/confname.h; no other C library has them. */
  private static final int SC_LEVEL1_DCACHE_SIZE = 188;

  private static final int SC_LEVEL2_CACHE_SIZE = 191;
  private static final int SC_LEVEL3_CACHE_SIZE = 194;

  @Override
  public CacheSizes cacheSizes() {
    return Stream.<Supplier<CacheSizes>>of(
            () -> fromSysfs(SystemFiles.HERE),
            CacheSizesProbe::fromSysconf,
            CacheSizesProbe::fromSysctl)
        .map(Supplier::get)
        .filter(sizes -> sizes.l1Bytes() > 0)
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** The caches of CPU 0, one directory each. */
  static CacheSizes fromSysfs(SystemFiles files) {
    Map<Long, Long> bytesByLevel = new TreeMap<>();
    for (int index = 0; ; index++) {
      String cache = "sys/devices/system/cpu/cpu0/cache/index" + index + "/";
      OptionalLong level = files.number(cache + "level");
      if (level.isEmpty()) {
        break;
      }
      if (!files.text(cache + "type").equals(Optional.of("Instruction"))) {
        bytesByLevel.put(level.getAsLong(), files.text(cache + "size").map(Kib::bytes).orElse(0L));
      }
    }
    return new CacheSizes(
        bytesByLevel.getOrDefault(1L, 0L),
        bytesByLevel.getOrDefault(2L, 0L),
        bytesByLevel.getOrDefault(3L, 0L));
  }

  static CacheSizes fromSysconf() {
    Optional<NativeFunction> sysconf =
        NativeLibrary.system()
            .function("gnu_get_libc_version", FunctionDescriptor.of(JAVA_LONG))
            .flatMap(
                _ ->
                    NativeLibrary.system()
                        .function("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT)));
    return sysconf
        .map(
            function ->
                new CacheSizes(
                    Math.max(0, function.call(SC_LEVEL1_DCACHE_SIZE)),
                    Math.max(0, function.call(SC_LEVEL2_CACHE_SIZE)),
                    Math.max(0, function.call(SC_LEVEL3_CACHE_SIZE))))
        .orElse(UNKNOWN);
  }

  /** Where cores differ, those of level 0 are the fast ones. */
  private static CacheSizes fromSysctl() {
    return new CacheSizes(
        first("hw.perflevel0.l1dcachesize", "hw.l1dcachesize"),
        first("hw.perflevel0.l2cachesize", "hw.l2cachesize"),
        first("hw.perflevel0.l3cachesize", "hw.l3cachesize"));
  }

  private static long first(String name, String otherwise) {
    return Sysctl.number(name).orElseGet(() -> Sysctl.number(otherwise).orElse(0));
  }
}
