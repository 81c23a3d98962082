package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import java.util.List;
import java.util.Optional;

/** Each rank has rows of A and C, and reads all of B. */
public final class ByRows implements Partitioner {
  @Override
  public String name() {
    return "row";
  }

  @Override
  public Optional<List<Split>> splits(MatMul problem, int ranks) {
    return Cuts.one(Split.Dimension.M, problem, ranks);
  }
}
