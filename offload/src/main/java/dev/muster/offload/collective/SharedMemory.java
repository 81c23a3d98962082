package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import java.util.List;

/**
 * All-reduce among ranks that see each other's memory: each rank takes a share of the vector, reads
 * it from all ranks, combines it, and writes the answer to all ranks.
 *
 * <p>Order of summation: ((x₀ + x₁) + x₂) + …, everywhere.
 *
 * <p>Time for n bytes: 2·α + 2·(p−1)/p·n·β + (p−1)/p·n·γ, as {@link TwoShot}; but what is read is
 * combined on the way, and nothing is written to be read again, so that a core moves (p−1)·n/p
 * bytes less in each direction.
 *
 * <p>Source: what NVLink switches do in hardware (NVIDIA NCCL, algorithm NVLS: load-reduce and
 * multicast store). Stateless and thread-safe.
 */
public final class SharedMemory implements AllReduceAlgorithm {

  @Override
  public String name() {
    return "shared-memory";
  }

  @Override
  public boolean sharesMemory() {
    return true;
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    Chunks chunks = new Chunks(count, ranks);
    return Schedules.perRank(ranks, rank -> count == 0 ? List.of() : steps(rank, chunks));
  }

  /** 2(p−1)·count: each chunk is read from p − 1 other ranks and written to them. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  private static List<Step> steps(int rank, Chunks chunks) {
    Region input = Region.of(INPUT, chunks, rank);
    return List.of(new Step.ReduceForAll(input, input.in(OUTPUT)));
  }
}
