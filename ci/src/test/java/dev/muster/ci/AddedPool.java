package dev.muster.ci;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.PoolKernel;
import dev.muster.offload.pool.Pools;
import java.util.List;
import java.util.stream.Stream;

/** The contract of pools, for a kind that has just been added; small products, for speed. */
public final class AddedPool extends KernelContract implements AutoCloseable {
  private static final double FLOPS_MAX = 1e6;
  private static final String PLAN = "pk2;ring";

  private final List<Pool> pools;

  public AddedPool(String className) {
    pools =
        Pools.types().stream()
            .filter(type -> type.getClass().getName().equals(className))
            .map(type -> Pools.open(type.name() + ":2"))
            .toList();
  }

  @Override
  protected double flopsMax() {
    return FLOPS_MAX;
  }

  @Override
  protected Stream<Subject> subjects() {
    return pools.stream()
        .map(
            pool ->
                new Subject(
                    PLAN + " on " + pool.text(),
                    new PoolKernel(MatMul.class, pool, PLAN, "vector")));
  }

  @Override
  public void close() {
    pools.forEach(Pool::close);
  }
}
