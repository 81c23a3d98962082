package dev.muster.offload.collective;

import java.util.List;

/**
 * Finds transfers of one step that disturb each other: one writes what another reads or writes.
 *
 * <p>Only transfers of the same step of the same rank can: nobody touches the memory of a rank but
 * the rank itself and the peers of its outstanding sends, and a rank begins no step before the one
 * before has ended. A send counts as a read for as long as the step lasts, since nobody knows when
 * the peer reads.
 */
final class Hazards {
  private Hazards() {}

  /**
   * Looks at every step of a schedule.
   *
   * @throws BrokenScheduleError naming both transfers
   */
  static void requireNone(Schedule schedule, Placement placement) {
    for (int rank = 0; rank < schedule.ranks(); rank++) {
      for (Step step : schedule.steps(rank)) {
        if (step instanceof Step.Together together) {
          requireNone(rank, together.transfers(), placement);
        }
      }
    }
  }

  private static void requireNone(int rank, List<Step.Transfer> transfers, Placement placement) {
    List<Use> uses = transfers.stream().map(transfer -> Use.of(transfer, placement)).toList();
    for (int i = 0; i < uses.size(); i++) {
      for (int j = 0; j < i; j++) {
        Use one = uses.get(i);
        Use other = uses.get(j);
        if (!one.isOrderedWith(other) && (one.disturbs(other) || other.disturbs(one))) {
          throw new BrokenScheduleError(
              "hazard %s at rank %d: one writes what the other uses: %s and %s"
                  .formatted(placement, rank, one.transfer, other.transfer));
        }
      }
    }
  }

  /** The memory that a transfer writes, and all that it touches. */
  private record Use(Step.Transfer transfer, List<Region> written, List<Region> touched) {

    private static Use of(Step.Transfer transfer, Placement placement) {
      Region region = placement.memory(transfer.region());
      return switch (transfer) {
        case Step.Send _ -> new Use(transfer, List.of(), List.of(region));
        case Step.Receive _ -> new Use(transfer, List.of(region), List.of(region));
        case Step.ReceiveReduce reduce ->
            new Use(transfer, List.of(region), List.of(region, placement.memory(reduce.operand())));
      };
    }

    /** Reductions into the same region happen one after the other. */
    private boolean isOrderedWith(Use other) {
      return transfer instanceof Step.ReceiveReduce
          && other.transfer instanceof Step.ReceiveReduce
          && transfer.region().equals(other.transfer.region());
    }

    private boolean disturbs(Use other) {
      for (Region write : written) {
        for (Region touch : other.touched) {
          if (write.overlaps(touch)) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
