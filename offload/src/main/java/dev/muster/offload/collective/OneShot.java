package dev.muster.offload.collective;

import java.util.ArrayList;
import java.util.List;

/**
 * All-reduce in which every rank reads every other rank's whole input and adds it all up itself.
 *
 * <p>Order of summation: ((x₀ + x₁) + x₂) + …, on every rank.
 *
 * <p>Time for n bytes: α + (p−1)·n·β + (p−1)·n·γ where a switch joins all ranks. The fewest steps
 * that there can be, for vectors so short that nothing but these counts.
 *
 * <p>Source: the one-shot all-reduce that inference engines use inside a node, e.g. NVIDIA
 * TensorRT-LLM and vLLM (custom all-reduce, one stage). Stateless and thread-safe.
 */
public final class OneShot implements AllReduceAlgorithm {

  @Override
  public String name() {
    return "one-shot";
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    return Schedules.perRank(ranks, rank -> count == 0 ? List.of() : steps(rank, ranks, count));
  }

  /** p·(p−1)·count: every input goes to every other rank. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return (long) ranks * (ranks - 1) * count;
  }

  /** Whatever comes lies beside the rest until it is its turn. */
  @Override
  public long scratchCount(int ranks, long count) {
    return (ranks - 1) * count;
  }

  private static List<Step> steps(int rank, int ranks, long count) {
    Region input = new Region(INPUT, 0, count);
    Region output = new Region(OUTPUT, 0, count);
    List<Step.Transfer> transfers = new ArrayList<>();
    List<Region> received = new ArrayList<>();
    for (int peer = 0; peer < ranks; peer++) {
      if (peer != rank) {
        Region slot = new Region(SCRATCH, received.size() * count, count);
        received.add(slot);
        transfers.add(new Step.Send(peer, input));
        transfers.add(new Step.Receive(peer, slot));
      }
    }
    List<Step> steps = new ArrayList<>();
    Schedules.addTogether(steps, transfers);
    Region first = received.getFirst();
    for (Region before : received.subList(Math.min(1, rank), rank)) {
      steps.add(new Step.Reduce(before, first, first));
    }
    Region next = rank == 0 ? received.removeFirst() : first;
    steps.add(new Step.Reduce(next, input, output));
    for (Region behind : received.subList(rank, received.size())) {
      steps.add(new Step.Reduce(behind, output, output));
    }
    return steps;
  }
}
