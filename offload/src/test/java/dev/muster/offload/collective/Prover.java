package dev.muster.offload.collective;

import java.util.List;
import java.util.function.Supplier;

/**
 * Proves that an all-reduce is right, without a number: every rank ends with every contribution
 * exactly once in every element, what is announced is what is moved, nothing can deadlock when
 * sends wait for their receive, and no transfer disturbs another.
 *
 * <p>Each proof is made in place and out of place, and with transfers that happen as soon as they
 * can, as late as they can, and in seeded random orders.
 */
public final class Prover {
  private static final List<Supplier<Order>> ORDERS =
      List.of(
          Order::eagerFirst,
          Order::lazyLast,
          () -> Order.random(1),
          () -> Order.random(20_260_101));

  private Prover() {}

  /**
   * Proves an algorithm for this many ranks and elements.
   *
   * @throws BrokenScheduleError saying where it fails
   */
  public static void prove(CollectiveAlgorithm algorithm, int ranks, long count) {
    prove(
        algorithm.allReduce(ranks, count),
        count,
        algorithm.scratchCount(ranks, count),
        algorithm.elementsMoved(ranks, count));
  }

  /**
   * Proves a schedule of an all-reduce.
   *
   * @param count elements per rank
   * @param scratchCount elements of scratch per rank
   * @param elementsMoved elements that are announced to cross between ranks
   * @throws BrokenScheduleError saying where it fails
   */
  public static void prove(Schedule schedule, long count, long scratchCount, long elementsMoved) {
    for (Placement placement : Placement.values()) {
      Hazards.requireNone(schedule, placement);
      for (Supplier<Order> order : ORDERS) {
        Contributions memory = new Contributions(schedule.ranks(), count, scratchCount, placement);
        long moved = Rendezvous.run(schedule, order.get(), memory);
        memory.requireComplete();
        if (placement == Placement.OUT_OF_PLACE) {
          memory.requireInputUntouched();
        }
        requireAnnounced(schedule, elementsMoved, moved);
      }
    }
  }

  private static void requireAnnounced(Schedule schedule, long announced, long moved) {
    if (moved != announced || moved != schedule.elementsMoved()) {
      throw new BrokenScheduleError(
          "%d elements moved, %d announced, %d in the schedule"
              .formatted(moved, announced, schedule.elementsMoved()));
    }
  }
}
