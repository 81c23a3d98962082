package dev.muster.suites.measure;

import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.PoolType;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what can be measured here. Each kind of pool is asked in a process of its own, since a bad
 * driver may end the process that loads it.
 */
public final class Discovery {
  /** The specification is slow: named last. */
  private static final String SLOWEST_KERNEL = "scalar";

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
        .orElseGet(
            () ->
                List.of(
                    Discovered.missing(
                        "%s: looking for devices ended with exit code %d; a driver may have crashed"
                            .formatted(type, answer.exitCode()),
                        List.of())));
  }

  /** In the process of the child: what the kind of pool that is its argument has here. */
  public static void main(String[] args) {
    PoolType poolType =
        Pools.types().stream()
            .filter(type -> type.name().equals(args[0]))
            .findFirst()
            .orElseThrow();
    Child.answer(poolType.discover().stream().map(Discovery::open).toList());
  }

  private static Discovered open(PoolType.Found found) {
    if (found.pool().isEmpty()) {
      return Discovered.missing(found.description(), found.facts());
    }
    try (Pool pool = Pools.open(found.pool())) {
      return new Discovered(
          found.pool(),
          found.description(),
          found.facts(),
          pool.ranks(),
          pool.firstDeviceAlone(),
          kernels(pool));
    } catch (UnsupportedPoolException e) {
      return Discovered.missing(found.pool() + ": " + e.getMessage(), found.facts());
    }
  }

  private static List<String> kernels(Pool pool) {
    MatMul anyProduct = new MatMul(DType.F32, 1, 1, 1);
    return pool.devices().getFirst().kernels().computing(anyProduct).stream()
        .map(Kernel::name)
        .sorted(Comparator.comparing(SLOWEST_KERNEL::equals))
        .toList();
  }
}
