package dev.muster.suites.measure;

import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.OpenClDevice;
import dev.muster.offload.opencl.OpenClException;
import dev.muster.offload.opencl.OpenClTunings;
import dev.muster.offload.opencl.ShapeClass;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.PoolType;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds what can be measured here. Each kind of pool is asked in a process of its own, since a bad
 * driver may end the process that loads it.
 */
public final class Discovery {
  private static final String WITHOUT_LIBRARIES = "without-libraries";

  /** For one driver alone. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Discovery() {}

  /** All pools of all kinds, and the reasons for those that are missing. */
  public static List<Discovered> all() {
    List<Discovered> found = new ArrayList<>();
    for (PoolType type : Pools.types()) {
      found.addAll(inOwnProcess(type.name()));
    }
    return found;
  }

  private static List<Discovered> inOwnProcess(String type) {
    Child.Answer answer = Child.ask(Discovery.class, type);
    return answer
        .read(Discovered[].class)
        .map(List::of)
        .orElseGet(() -> withoutLibraries(type, answer.ending()));
  }

  /** A library that ends the process must not take our own kernels with it. */
  private static List<Discovered> withoutLibraries(String type, String ending) {
    Child.Answer answer = Child.ask(Discovery.class, type, WITHOUT_LIBRARIES);
    List<Discovered> found = new ArrayList<>();
    answer.read(Discovered[].class).map(List::of).ifPresent(found::addAll);
    String culprit = found.isEmpty() ? culprit(type) : "a library may have crashed";
    found.add(
        Discovered.missing(
            "%s: looking for devices %s; %s".formatted(type, ending, culprit), List.of()));
    return found;
  }

  private static String culprit(String type) {
    List<String> found =
        poolType(type)
            .driversThatFail(
                environment ->
                    Child.run(
                                Child.command(List.of(), Discovery.class, type, WITHOUT_LIBRARIES),
                                environment,
                                LIMIT)
                            .exitCode()
                        == 0);
    return found.isEmpty() ? "a driver may have crashed" : String.join("; ", found);
  }

  private static PoolType poolType(String name) {
    return Pools.types().stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** In the process of the child: what the kind of pool that is its first argument has here. */
  public static void main(String[] args) {
    Predicate<Kernel> asked = kernel -> args.length == 1 || !(kernel instanceof PeerMatMul);
    Child.answer(
        poolType(args[0]).discover().stream()
            .flatMap(found -> open(found, asked).stream())
            .toList());
  }

  /** A pool, and the kernels that one device of it lacks. */
  private static List<Discovered> open(PoolType.Found found, Predicate<Kernel> asked) {
    if (found.pool().isEmpty()) {
      return List.of(Discovered.missing(found.description(), found.facts()));
    }
    try (Pool pool = Pools.open(found.pool())) {
      KernelWords kernels =
          KernelWords.of(pool.devices().getFirst().kernels().all().stream().filter(asked).toList());
      List<Discovered> all = new ArrayList<>();
      all.add(
          new Discovered(
              found.pool(),
              found.description(),
              joined(found.facts(), joined(kernels.notes(), tuning(pool.devices().getFirst()))),
              pool.ranks(),
              pool.firstDeviceAlone(),
              kernels.words(),
              peak(pool.devices().getFirst())));
      if (pool.ranks() == 1) {
        kernels.missing().forEach(reason -> all.add(Discovered.missing(reason, List.of())));
      }
      return all;
    } catch (UnsupportedPoolException | OpenClException e) {
      return List.of(Discovered.missing(found.pool() + ": " + e.getMessage(), found.facts()));
    }
  }

  /** What is wrong with what a search has stored. */
  private static List<String> tuning(Device device) {
    if (!(device instanceof OpenClDevice openCl)) {
      return List.of();
    }
    return DType.ofArithmetic().stream()
        .flatMap(
            dtype ->
                Arrays.stream(ShapeClass.values())
                    .map(shapes -> OpenClTunings.here().of(openCl.identity(), dtype, shapes)))
        .filter(OpenClTunings.Distrusted.class::isInstance)
        .map(answer -> ((OpenClTunings.Distrusted) answer).reason())
        .map(
            reason ->
                "tiles are those without a search: %s; run: ./muster tune %s"
                    .formatted(reason, openCl.id()))
        .toList();
  }

  private static String peak(Device device) {
    Problem peak = device.peakProblem(DType.F32);
    return device.kernels().computing(peak).stream()
            .anyMatch(kernel -> kernel.supports(peak) instanceof Support.Yes)
        ? peak.text()
        : "";
  }

  private static List<String> joined(List<String> facts, List<String> notes) {
    return Stream.of(facts, notes).flatMap(List::stream).toList();
  }
}
