package dev.muster.offload.collective;

import java.util.List;
import java.util.stream.Stream;

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
    return steps.stream()
        .flatMap(List::stream)
        .flatMap(Schedule::transfers)
        .filter(transfer -> !(transfer instanceof Step.Send))
        .mapToLong(transfer -> transfer.region().count())
        .sum();
  }

  private static Stream<Step.Transfer> transfers(Step step) {
    return switch (step) {
      case Step.Together together -> together.transfers().stream();
      case Step.Transfer transfer -> Stream.of(transfer);
      case Step.Copy _, Step.Reduce _, Step.Compute _ -> Stream.empty();
    };
  }
}
