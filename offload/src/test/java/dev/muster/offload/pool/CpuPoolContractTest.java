package dev.muster.offload.pool;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.problem.MatMul;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;

/** The contract for products over cores, by every way to cut them. */
class CpuPoolContractTest extends KernelContract {
  /** The kernels on each rank are those of another contract; plans are what is new here. */
  private static final int SOME = 3;

  private static final List<CpuPool> POOLS = new ArrayList<>();

  @Override
  protected Stream<Subject> subjects() {
    return Stream.of(
        product(1, "-"),
        product(1, "sk3,sm2"),
        product(2, "pm2"),
        product(2, "pn2"),
        product(2, "pm3:1"),
        product(2, "pk2;ring"),
        product(2, "pk2;two-shot"),
        product(3, "pm3"),
        product(3, "pk3;ring"),
        product(4, "pm2,pk2;two-shot"),
        product(4, "sm2,pk2,sn2,pm2;ring"));
  }

  private static Subject product(int ranks, String plan) {
    return new Subject(
        plan + " on cpu:" + ranks, new PoolKernel(MatMul.class, pool(ranks), plan, "vector"), SOME);
  }

  static CpuPool pool(int ranks) {
    CpuPool pool = new CpuPool(ranks);
    POOLS.add(pool);
    return pool;
  }

  @AfterAll
  static void closePools() {
    POOLS.forEach(CpuPool::close);
    POOLS.clear();
  }
}
