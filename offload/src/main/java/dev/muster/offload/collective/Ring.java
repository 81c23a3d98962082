package dev.muster.offload.collective;

import java.util.ArrayList;
import java.util.List;

/**
 * All-reduce around a ring: a reduce-scatter in p − 1 rounds, then an all-gather in p − 1 rounds.
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
  public Schedule allReduce(int ranks, long count) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    Chunks chunks = new Chunks(count, ranks);
    List<Region> input = chunks.of(INPUT);
    List<Region> output = chunks.of(OUTPUT);
    return Schedules.perRank(ranks, rank -> steps(rank, input, output));
  }

  /** 2(p−1)·count: every chunk makes p − 1 hops in each half. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  private static List<Step> steps(int rank, List<Region> input, List<Region> output) {
    int ranks = output.size();
    int next = modulo(rank + 1, ranks);
    int previous = modulo(rank - 1, ranks);
    List<Step> steps = new ArrayList<>(2 * (ranks - 1));
    for (int round = 0; round < ranks - 1; round++) {
      Region sent = (round == 0 ? input : output).get(modulo(rank - round, ranks));
      int summed = modulo(previous - round, ranks);
      Schedules.addTogether(
          steps,
          List.of(
              new Step.Send(next, sent),
              new Step.ReceiveReduce(previous, input.get(summed), output.get(summed))));
    }
    for (int round = 0; round < ranks - 1; round++) {
      Schedules.addTogether(
          steps,
          List.of(
              new Step.Send(next, output.get(modulo(next - round, ranks))),
              new Step.Receive(previous, output.get(modulo(rank - round, ranks)))));
    }
    return steps;
  }

  private static int modulo(int place, int ranks) {
    return Math.floorMod(place, ranks);
  }
}
