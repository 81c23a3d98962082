package dev.muster.bridge.os;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a GPU has taken: by a counter that its driver shows in Linux's hwmon, of its board or of the
 * package alone (Intel's), or that of its board by NVIDIA's management library (NVML, from Volta
 * on).
 */
public final class BoardEnergy implements EnergyMeter {
  private static final List<String> NVML = List.of("libnvidia-ml.so.1");
  private static final double MICRO = 1e-6;
  private static final double MILLI = 1e-3;

  private static final String BOARD = "the board at ";
  private static final String PACKAGE = "the package of the GPU at ";

  private final String of;
  private final double unitJoules;
  private final Counter counter;

  /** Energy so far, in the unit of whoever counts it. */
  @FunctionalInterface
  interface Counter {
    OptionalLong read();
  }

  BoardEnergy(String of, double unitJoules, Counter counter) {
    this.of = of;
    this.unitJoules = unitJoules;
    this.counter = counter;
  }

  /**
   * That of the board there; empty where nobody counts it.
   *
   * @param address on the PCI bus, e.g. {@code 0000:17:00.0}
   */
  public static Optional<EnergyMeter> at(String address) {
    return at(address, SystemFiles.HERE).or(() -> ofNvidia(address));
  }

  /** Not of a tile of it, which the driver of Intel counts by itself. */
  static Optional<EnergyMeter> at(String address, SystemFiles files) {
    String folder = "sys/bus/pci/devices/%s/hwmon/".formatted(address);
    return files.names(folder).stream()
        .map(name -> folder + name)
        .filter(
            each -> files.text(each + "/name").filter(name -> !name.contains("_gt")).isPresent())
        .flatMap(each -> Stream.of(each + "/energy1", each + "/energy2"))
        .filter(each -> files.number(each + "_input").isPresent())
        .findFirst()
        .map(
            each -> {
              boolean whole = files.text(each + "_label").filter("card"::equals).isPresent();
              return new BoardEnergy(
                  (whole ? BOARD : PACKAGE) + address, MICRO, () -> files.number(each + "_input"));
            });
  }

  private static Optional<EnergyMeter> ofNvidia(String address) {
    return NativeLibrary.find(NVML)
        .flatMap(library -> counter(library, address))
        .filter(counter -> counter.read().isPresent())
        .map(counter -> new BoardEnergy(BOARD + address, MILLI, counter));
  }

  /** NVML stays initialized until the process ends. */
  private static Optional<Counter> counter(NativeLibrary library, String address) {
    Optional<NativeFunction> begin =
        library.function("nvmlInit_v2", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    Optional<NativeFunction> find =
        library.function(
            "nvmlDeviceGetHandleByPciBusId_v2",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    Optional<NativeFunction> energy =
        library.function(
            "nvmlDeviceGetTotalEnergyConsumption",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    if (begin.isEmpty() || find.isEmpty() || energy.isEmpty() || begin.get().call() != 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment device = arena.allocate(ValueLayout.JAVA_LONG);
      if (find.get().call(arena.allocateFrom(address), device) != 0) {
        return Optional.empty();
      }
      long handle = device.get(ValueLayout.JAVA_LONG, 0);
      return Optional.of(() -> millijoules(energy.get(), handle));
    }
  }

  private static OptionalLong millijoules(NativeFunction energy, long device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sum = arena.allocate(ValueLayout.JAVA_LONG);
      return energy.call(device, sum) == 0
          ? OptionalLong.of(sum.get(ValueLayout.JAVA_LONG, 0))
          : OptionalLong.empty();
    }
  }

  @Override
  public String of() {
    return of;
  }

  @Override
  public Optional<Since> begin() {
    OptionalLong before = counter.read();
    return before.isPresent()
        ? Optional.of(() -> joules(before.getAsLong(), counter.read()))
        : Optional.empty();
  }

  private OptionalDouble joules(long before, OptionalLong now) {
    return now.isPresent()
        ? OptionalDouble.of((now.getAsLong() - before) * unitJoules)
        : OptionalDouble.empty();
  }
}
