package dev.muster.offload.collective;

import dev.muster.kernels.problem.CollectiveKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All-to-all in p − 1 rounds: in round d every rank gives the part of the rank d places ahead to
 * it, and gets its own from the rank d places behind, so that every link carries one message at a
 * time.
 *
 * <p>In place a part that is sent is overwritten by the one that comes back, so that the parts are
 * put aside first.
 *
 * <p>Time for n bytes: (p−1)·α + (p−1)/p·n·β.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, Optimization of collective communication
 * operations in MPICH, IJHPCA 19 (2005), section 3.4. Stateless and thread-safe.
 */
public final class Pairwise implements CollectiveAlgorithm {

  @Override
  public String name() {
    return "pairwise";
  }

  @Override
  public Set<CollectiveKind> kinds() {
    return Set.of(CollectiveKind.ALL_TO_ALL);
  }

  @Override
  public Schedule schedule(CollectiveKind kind, int ranks, long count) {
    long part = count / ranks;
    return Schedules.perRank(ranks, rank -> part == 0 ? List.of() : steps(rank, ranks, part));
  }

  /** p·(p−1) parts. */
  @Override
  public long elementsMoved(CollectiveKind kind, int ranks, long count) {
    return count / ranks * ranks * (ranks - 1);
  }

  /** The parts put aside. */
  @Override
  public long scratchCount(int ranks, long count) {
    return count / ranks * ranks;
  }

  private static List<Step> steps(int rank, int ranks, long part) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Copy(part(INPUT, 0, part * ranks), part(SCRATCH, 0, part * ranks)));
    steps.add(new Step.Copy(part(SCRATCH, rank, part), part(OUTPUT, rank, part)));
    for (int distance = 1; distance < ranks; distance++) {
      int ahead = (rank + distance) % ranks;
      int behind = Math.floorMod(rank - distance, ranks);
      steps.add(
          new Step.Together(
              List.of(
                  new Step.Send(ahead, part(SCRATCH, ahead, part)),
                  new Step.Receive(behind, part(OUTPUT, behind, part)))));
    }
    return steps;
  }

  private static Region part(int buffer, int number, long count) {
    return new Region(buffer, number * count, count);
  }
}
