package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedTreeTest {
  private static final int BLOCKS = 24;
  private static final int COUNT = 1009;

  static List<CollectiveAlgorithm> allReduces() {
    return CollectiveAlgorithms.of(CollectiveKind.ALL_REDUCE);
  }

  @ParameterizedTest
  @MethodSource("allReduces")
  void blocksAreAllCombinedByEveryAlgorithm(CollectiveAlgorithm algorithm) {
    for (int ranks = 1; ranks <= 9; ranks++) {
      Prover.prove(algorithm, problem(13), ranks);
      Prover.prove(algorithm, problem(0), ranks);
    }
    Prover.prove(algorithm, problem(13), BLOCKS);
  }

  @Test
  void vectorsOfManyPiecesAreCombinedToo() {
    Collective problem = problem(2 * Schedules.PIECE_COUNT + 1);
    Prover.prove(new FixedTree(), problem, 1);
    Prover.prove(new FixedTree(), problem, 3);
  }

  private static Collective problem(long count) {
    return Collective.allReduce(DType.F32, ReduceOp.AVG, count, 0).withBlocks(BLOCKS);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7, 8, 24})
  void bitsDoNotDependOnTheRanks(int ranks) {
    double[] alone = sums(new FixedTree(), 1)[0];
    for (double[] sum : sums(new FixedTree(), ranks)) {
      assertArrayEquals(alone, sum);
    }
  }

  @Test
  void ofAnotherAlgorithmTheyDo() {
    assertFalse(Arrays.equals(sums(new Ring(), 1)[0], sums(new Ring(), 8)[0]));
  }

  /** The outputs of all ranks for uniform reals, which round at every addition. */
  private static double[][] sums(CollectiveAlgorithm algorithm, int ranks) {
    SplittableRandom random = new SplittableRandom(61);
    Chunks shares = new Chunks(BLOCKS, ranks);
    int scratch = (int) algorithm.scratchCountOfBlocks(BLOCKS, ranks, COUNT);
    double[][][] memory = new double[ranks][][];
    for (int rank = 0; rank < ranks; rank++) {
      double[] input = random.doubles(shares.count(rank) * COUNT).toArray();
      memory[rank] = new double[][] {input, new double[COUNT], new double[scratch]};
    }
    Rendezvous.run(
        algorithm.ofBlocks(BLOCKS, ranks, COUNT),
        Order.random(ranks),
        new Numbers(memory, (_, _, _) -> {}));
    return Arrays.stream(memory)
        .map(buffers -> buffers[CollectiveAlgorithm.OUTPUT])
        .toArray(double[][]::new);
  }
}
