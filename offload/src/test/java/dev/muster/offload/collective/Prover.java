package dev.muster.offload.collective;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.function.Supplier;

/**
 * Proves that a collective is right, without a number: every element of every rank ends with what
 * its kind says, every contribution exactly once, what is announced is what is moved, nothing can
 * deadlock when sends wait for their receive, and no transfer disturbs another.
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

  /** Of operands that nobody fills. */
  private static final long SEED = 0;

  private Prover() {}

  /**
   * Proves an algorithm for this many ranks and elements.
   *
   * @throws BrokenScheduleError saying where it fails
   */
  public static void prove(
      CollectiveAlgorithm algorithm, CollectiveKind kind, int ranks, long count) {
    prove(algorithm, new Collective(kind, DType.F32, ReduceOp.SUM, count, SEED), ranks);
  }

  /**
   * Proves what the ranks do for a problem, with its operation and its root.
   *
   * @throws BrokenScheduleError saying where it fails
   */
  public static void prove(CollectiveAlgorithm algorithm, Collective problem, int ranks) {
    prove(
        problem,
        Schedules.of(algorithm, problem, ranks),
        Schedules.scratchCount(algorithm, problem, ranks),
        problem.blocks() > 0
            ? Schedules.of(algorithm, problem, ranks).elementsMoved()
            : algorithm.elementsMoved(problem.kind(), ranks, problem.count()));
  }

  /**
   * Proves a schedule.
   *
   * @param count elements per rank
   * @param scratchCount elements of scratch per rank
   * @param elementsMoved elements that are announced to cross between ranks
   * @throws BrokenScheduleError saying where it fails
   */
  public static void prove(
      CollectiveKind kind, Schedule schedule, long count, long scratchCount, long elementsMoved) {
    Collective problem = new Collective(kind, DType.F32, ReduceOp.SUM, count, SEED);
    prove(problem, schedule, scratchCount, elementsMoved);
  }

  private static void prove(
      Collective problem, Schedule schedule, long scratchCount, long elementsMoved) {
    for (Placement placement : placements(problem)) {
      Hazards.requireNone(schedule, placement);
      for (Supplier<Order> order : ORDERS) {
        Contributions memory =
            new Contributions(problem, schedule.ranks(), scratchCount, placement);
        long moved = Rendezvous.run(schedule, order.get(), memory);
        memory.requireComplete();
        if (placement == Placement.OUT_OF_PLACE) {
          memory.requireInputUntouched();
        }
        requireAnnounced(schedule, elementsMoved, moved);
      }
    }
  }

  /** Blocks lie one behind the other, and their sum does not. */
  private static List<Placement> placements(Collective problem) {
    return problem.blocks() > 0 ? List.of(Placement.OUT_OF_PLACE) : List.of(Placement.values());
  }

  private static void requireAnnounced(Schedule schedule, long announced, long moved) {
    if (moved != announced || moved != schedule.elementsMoved()) {
      throw new BrokenScheduleError(
          "%d elements moved, %d announced, %d in the schedule"
              .formatted(moved, announced, schedule.elementsMoved()));
    }
  }
}
