package dev.muster.suites.measure;

import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
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

  private static final Problem ANY_PRODUCT = new MatMul(DType.F32, 1, 1, 1);
  private static final Problem ANY_REDUCTION = new ReduceLocal(DType.F32, ReduceOp.SUM, 1);

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

  /** Those that reduce as well come first: they alone can do all of a pool's work. */
  private static List<String> kernels(Pool pool) {
    Kernels all = pool.devices().getFirst().kernels();
    List<String> reducing = all.computing(ANY_REDUCTION).stream().map(Kernel::name).toList();
    return all.computing(ANY_PRODUCT).stream()
        .map(Kernel::name)
        .sorted(
            Comparator.comparing(SLOWEST_KERNEL::equals)
                .thenComparing(name -> !reducing.contains(name)))
        .toList();
  }
}
