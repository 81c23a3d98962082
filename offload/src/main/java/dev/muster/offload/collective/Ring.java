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
 * same on every rank and in every run, and the same as that of {@link Direct}.
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
    Chunks chunks = new Chunks(count, ranks);
    return ranks == 1
        ? Schedules.alone(count)
        : Schedules.perRank(ranks, rank -> steps(rank, chunks));
  }

  /** 2(p−1)·count: every chunk makes p − 1 hops in each half. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  private static List<Step> steps(int rank, Chunks chunks) {
    int rounds = chunks.parts() - 1;
    List<Step> steps = new ArrayList<>(2 * rounds);
    for (int round = 0; round < rounds; round++) {
      steps.addAll(reduceScatter(rank, round, chunks));
    }
    for (int round = 0; round < rounds; round++) {
      steps.addAll(allGather(rank, round, chunks));
    }
    return steps;
  }

  private static List<Step> reduceScatter(int rank, int round, Chunks chunks) {
    int sent = Math.floorMod(rank - round, chunks.parts());
    int summed = previous(sent, chunks);
    return Schedules.together(
        new Step.Send(next(rank, chunks), chunks.region(round == 0 ? INPUT : OUTPUT, sent)),
        new Step.ReceiveReduce(
            previous(rank, chunks), chunks.region(INPUT, summed), chunks.region(OUTPUT, summed)));
  }

  private static List<Step> allGather(int rank, int round, Chunks chunks) {
    int sent = Math.floorMod(rank + 1 - round, chunks.parts());
    int received = previous(sent, chunks);
    return Schedules.together(
        new Step.Send(next(rank, chunks), chunks.region(OUTPUT, sent)),
        new Step.Receive(previous(rank, chunks), chunks.region(OUTPUT, received)));
  }

  private static int next(int place, Chunks chunks) {
    return (place + 1) % chunks.parts();
  }

  private static int previous(int place, Chunks chunks) {
    return Math.floorMod(place - 1, chunks.parts());
  }
}
