package dev.muster.ci;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.Prover;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.PoolKernel;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The proof and the contract of collectives, for one that has just been added. */
public final class AddedCollective extends KernelContract implements AutoCloseable {
  private static final int RANKS = 3;
  private static final int PROVEN_RANKS_MAX = 33;

  private final String className;
  private final CpuPool pool = new CpuPool(RANKS);

  public AddedCollective(String className) {
    this.className = className;
  }

  private Stream<CollectiveAlgorithm> added() {
    return CollectiveAlgorithms.all().stream()
        .filter(algorithm -> algorithm.getClass().getName().equals(className));
  }

  @Override
  protected int ranks() {
    return RANKS;
  }

  @Override
  protected Stream<Subject> subjects() {
    return added()
        .map(
            algorithm ->
                new Subject(
                    algorithm.name(),
                    new PoolKernel(Collective.class, pool, algorithm.name(), "vector")));
  }

  @TestFactory
  Stream<DynamicTest> everyRankEndsWithEveryContributionOnce() {
    return added().map(algorithm -> dynamicTest(algorithm.name(), () -> prove(algorithm)));
  }

  private static void prove(CollectiveAlgorithm algorithm) {
    IntStream.rangeClosed(1, PROVEN_RANKS_MAX)
        .forEach(
            ranks -> Prover.prove(algorithm, CollectiveKind.ALL_REDUCE, ranks, 2L * ranks + 1));
  }

  @Override
  public void close() {
    pool.close();
  }
}
