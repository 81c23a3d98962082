package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import java.util.List;
import java.util.Optional;

/**
 * Ranks in a grid over C: each has one block of C, and reads the rows of A and columns of B that
 * meet there. Of all grids of so many ranks, the one whose ranks read least.
 *
 * <p>Source: R. van de Geijn and J. Watts, SUMMA: scalable universal matrix multiplication
 * algorithm, Concurrency 9, 1997. There A and B lie spread over the ranks and are broadcast panel
 * by panel; here every rank reads what it needs from where the operands lie.
 */
public final class Grid implements Partitioner {
  @Override
  public String name() {
    return "grid";
  }

  @Override
  public Optional<List<Split>> splits(MatMul problem, int ranks) {
    return Cuts.cheapest(problem, ranks, cut -> cut.k() == 1);
  }
}
