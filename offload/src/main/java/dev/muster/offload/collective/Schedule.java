package dev.muster.offload.collective;

import java.util.List;

/**
 * What each rank does, in order: the one language that the prover, the pools and the simulator
 * read.
 *
 * @param steps the steps of each rank
 */
public record Schedule(List<List<Step>> steps) {
  public Schedule {
    steps = steps.stream().map(List::copyOf).toList();
  }

  public int ranks() {
    return steps.size();
  }

  public List<Step> steps(int rank) {
    return steps.get(rank);
  }

  /** Elements that cross from one rank to another, all ranks together. */
  public long elementsMoved() {
    return steps.stream().flatMap(List::stream).mapToLong(this::elementsMoved).sum();
  }

  private long elementsMoved(Step step) {
    return switch (step) {
      case Step.Together together -> together.transfers().stream().mapToLong(this::received).sum();
      case Step.Transfer transfer -> received(transfer);
      case Step.ReduceForAll all -> all.countMoved(ranks());
      case Step.Copy _, Step.Reduce _, Step.Divide _, Step.Compute _ -> 0;
    };
  }

  private long received(Step.Transfer transfer) {
    return transfer instanceof Step.Send ? 0 : transfer.region().count();
  }
}
