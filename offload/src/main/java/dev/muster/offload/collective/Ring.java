package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.CollectiveKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All-reduce around a ring: a reduce-scatter in p − 1 rounds, then an all-gather in p − 1 rounds;
 * and each of the two halves alone.
 *
 * <p>The vector is cut into p chunks. In every round a rank sends one chunk to the next rank and
 * gets one from the previous. In the first half the chunk that arrives is added to the rank's own,
 * so that chunk c starts at rank c and is complete when it reaches rank c − 1; in the second half
 * complete chunks go round once more.
 *
 * <p>Order of summation of chunk c: ((x_c + x_{c+1}) + x_{c+2}) + … + x_{c−1}, ranks modulo p: the
 * same on every rank and in every run, and the same as that of {@link TwoShot}.
 *
 * <p>Time for n bytes: 2(p−1)·α + 2·(p−1)/p·n·β + (p−1)/p·n·γ, with α seconds per message, β per
 * byte sent and γ per byte reduced. No all-reduce sends fewer bytes per rank; the price is a number
 * of messages in a row that grows with p.
 *
 * <p>Source: P. Patarasuk, X. Yuan, Bandwidth optimal all-reduce algorithms for clusters of
 * workstations, JPDC 69 (2009). Stateless and thread-safe.
 */
public final class Ring implements CollectiveAlgorithm {

  @Override
  public String name() {
    return "ring";
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
    return Schedules.perRank(ranks, rank -> new Rank(rank, input, output).steps(kind));
  }

  /** (p−1)·count in each half: every chunk makes p − 1 hops. */
  @Override
  public long elementsMoved(CollectiveKind kind, int ranks, long count) {
    return (kind == CollectiveKind.ALL_REDUCE ? 2L : 1L) * (ranks - 1) * count;
  }

  /** What one rank does. */
  private static final class Rank {
    private final int rank;
    private final int ranks;
    private final List<Region> input;
    private final List<Region> output;
    private final List<Step> steps = new ArrayList<>();

    Rank(int rank, List<Region> input, List<Region> output) {
      this.rank = rank;
      this.ranks = output.size();
      this.input = input;
      this.output = output;
    }

    /** Alone, either half leaves or finds rank r's chunk at rank r. */
    List<Step> steps(CollectiveKind kind) {
      switch (kind) {
        case REDUCE_SCATTER -> reduceScatter(-1);
        case ALL_GATHER -> {
          Schedules.addCopy(steps, input.get(rank), output.get(rank));
          allGather(-1);
        }
        default -> {
          reduceScatter(0);
          allGather(0);
        }
      }
      return steps;
    }

    /** Ends with chunk rank + 1 + shift complete. */
    private void reduceScatter(int shift) {
      for (int round = 0; round < ranks - 1; round++) {
        int sent = modulo(rank - round + shift);
        int summed = modulo(rank - 1 - round + shift);
        Schedules.addTogether(
            steps,
            List.of(
                new Step.Send(modulo(rank + 1), (round == 0 ? input : output).get(sent)),
                new Step.ReceiveReduce(modulo(rank - 1), input.get(summed), output.get(summed))));
      }
    }

    /** Begins with chunk rank + 1 + shift complete. */
    private void allGather(int shift) {
      for (int round = 0; round < ranks - 1; round++) {
        Schedules.addTogether(
            steps,
            List.of(
                new Step.Send(modulo(rank + 1), output.get(modulo(rank + 1 - round + shift))),
                new Step.Receive(modulo(rank - 1), output.get(modulo(rank - round + shift)))));
      }
    }

    private int modulo(int place) {
      return Math.floorMod(place, ranks);
    }
  }
}
