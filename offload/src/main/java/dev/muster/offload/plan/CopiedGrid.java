package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import java.util.List;
import java.util.Optional;

/**
 * A grid in c layers, each with a part of every sum: c copies of C buy less reading of A and B. Of
 * all of them with 2 ≤ c and c² ≤ ranks, the one whose ranks read, write and join least.
 *
 * <p>Source: E. Solomonik and J. Demmel, Communication-optimal parallel 2.5D matrix multiplication
 * and LU factorization algorithms, Euro-Par 2011. There c is at most the cube root of the ranks,
 * beyond which cubes do not gain; products that are no cubes may.
 */
public final class CopiedGrid implements Partitioner {
  @Override
  public String name() {
    return "2.5d";
  }

  @Override
  public Optional<List<Split>> splits(MatMul problem, int ranks) {
    return Cuts.cheapest(problem, ranks, cut -> cut.k() >= 2 && (long) cut.k() * cut.k() <= ranks);
  }
}
