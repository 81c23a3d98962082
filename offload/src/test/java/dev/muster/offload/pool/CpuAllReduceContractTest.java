package dev.muster.offload.pool;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.problem.Collective;
import dev.muster.offload.collective.CollectiveAlgorithms;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** The contract for every all-reduce over cores, more ranks than cores among them. */
class CpuAllReduceContractTest {

  @Nested
  class OfOneRank extends AllReduceContract {
    OfOneRank() {
      super(1);
    }
  }

  @Nested
  class OfTwoRanks extends AllReduceContract {
    OfTwoRanks() {
      super(2);
    }
  }

  @Nested
  class OfFiveRanks extends AllReduceContract {
    OfFiveRanks() {
      super(5);
    }
  }

  abstract static class AllReduceContract extends KernelContract {
    private final int ranks;

    AllReduceContract(int ranks) {
      this.ranks = ranks;
    }

    @Override
    protected int ranks() {
      return ranks;
    }

    @Override
    protected Stream<Subject> subjects() {
      CpuPool pool = new CpuPool(ranks);
      return CollectiveAlgorithms.all().stream()
          .map(
              algorithm ->
                  new Subject(
                      algorithm.name() + " on " + pool.text(),
                      new PoolKernel(Collective.class, pool, algorithm.name(), "vector")))
          .onClose(pool::close);
    }
  }
}
