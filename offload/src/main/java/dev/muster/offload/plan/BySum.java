package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import java.util.List;
import java.util.Optional;

/** Each rank has a part of every sum; all of C is joined. */
public final class BySum implements Partitioner {
  @Override
  public String name() {
    return "k-split";
  }

  @Override
  public Optional<List<Split>> splits(MatMul problem, int ranks) {
    return Cuts.one(Split.Dimension.K, problem, ranks);
  }
}
