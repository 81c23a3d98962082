package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.CollectiveKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All-reduce in two steps, each of which is a collective of its own: each rank reads its share of
 * every other rank's input and adds it up, then each rank reads every other rank's sum.
 *
 * <p>The vector is cut into p chunks, and rank r owns chunk r. A rank turns to its peers in the
 * order r + 1, r + 2, …, r − 1, so that no two ranks begin with the same one.
 *
 * <p>Order of summation of chunk c: ((x_c + x_{c+1}) + x_{c+2}) + … + x_{c−1}, ranks modulo p: the
 * same on every rank and in every run, and the same as that of {@link Ring}.
 *
 * <p>Time for n bytes: 2·α + 2·(p−1)/p·n·β + (p−1)/p·n·γ where a switch joins all ranks and the
 * messages of a rank begin at once, with α seconds per message, β per byte sent and γ per byte
 * reduced. Where they begin one after the other, α counts 2(p−1) times; where each pair of ranks
 * has a link of its own, the second term shrinks to 2·n/p·β.
 *
 * <p>Source: the pairwise reduce-scatter of R. Thakur, R. Rabenseifner, W. Gropp, Optimization of
 * collective communication operations in MPICH, IJHPCA 19 (2005), with all its exchanges begun
 * together. Stateless and thread-safe.
 */
public final class TwoShot implements CollectiveAlgorithm {

  @Override
  public String name() {
    return "two-shot";
  }

  @Override
  public Set<CollectiveKind> kinds() {
    return EnumSet.of(
        CollectiveKind.ALL_REDUCE, CollectiveKind.REDUCE_SCATTER, CollectiveKind.ALL_GATHER);
  }

  @Override
  public Schedule schedule(CollectiveKind kind, int ranks, long count) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    Chunks chunks = new Chunks(count, ranks);
    List<Region> input = Region.of(INPUT, chunks);
    List<Region> output = Region.of(OUTPUT, chunks);
    return Schedules.perRank(ranks, rank -> steps(kind, rank, input, output));
  }

  /**
   * (p−1)·count in each step: every chunk is read by its owner from p − 1 ranks, and from its owner
   * by p − 1.
   */
  @Override
  public long elementsMoved(CollectiveKind kind, int ranks, long count) {
    return (kind == CollectiveKind.ALL_REDUCE ? 2L : 1L) * (ranks - 1) * count;
  }

  private static List<Step> steps(
      CollectiveKind kind, int rank, List<Region> input, List<Region> output) {
    List<Step> steps = new ArrayList<>(2);
    if (kind == CollectiveKind.ALL_GATHER) {
      Schedules.addCopy(steps, input.get(rank), output.get(rank));
    } else {
      Schedules.addTogether(steps, reduceScatter(rank, input, output.get(rank)));
    }
    if (kind != CollectiveKind.REDUCE_SCATTER) {
      Schedules.addTogether(steps, allGather(rank, output));
    }
    return steps;
  }

  /** Chunk {@code rank} of all inputs, summed up. */
  static List<Step.Transfer> reduceScatter(int rank, List<Region> input, Region sum) {
    List<Step.Transfer> transfers = new ArrayList<>();
    for (int distance = 1; distance < input.size(); distance++) {
      int peer = (rank + distance) % input.size();
      Region operand = distance == 1 ? input.get(rank) : sum;
      transfers.add(new Step.Send(peer, input.get(peer)));
      transfers.add(new Step.ReceiveReduce(peer, operand, sum));
    }
    return transfers;
  }

  /** Every rank's chunk. */
  static List<Step.Transfer> allGather(int rank, List<Region> output) {
    List<Step.Transfer> transfers = new ArrayList<>();
    for (int distance = 1; distance < output.size(); distance++) {
      int peer = (rank + distance) % output.size();
      transfers.add(new Step.Send(peer, output.get(rank)));
      transfers.add(new Step.Receive(peer, output.get(peer)));
    }
    return transfers;
  }
}
