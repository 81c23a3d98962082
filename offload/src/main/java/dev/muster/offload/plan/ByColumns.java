package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import java.util.List;
import java.util.Optional;

/** Each rank has columns of B and C, and reads all of A. */
public final class ByColumns implements Partitioner {
  @Override
  public String name() {
    return "column";
  }

  @Override
  public Optional<List<Split>> splits(MatMul problem, int ranks) {
    return Cuts.one(Split.Dimension.N, problem, ranks);
  }
}
