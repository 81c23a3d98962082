package dev.muster.offload.collective;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What a schedule of a collective costs, counted in the schedule itself, beside what no schedule
 * can do without.
 *
 * <p>Lower bounds for p ranks and n elements per rank: ⌈log₂ p⌉ rounds, since what a rank knows, or
 * what a sum is made of, at most doubles in each. Elements sent by the busiest rank: 2·(p−1)/p·n of
 * an all-reduce (Patarasuk and Yuan, Bandwidth optimal all-reduce algorithms for clusters of
 * workstations, JPDC 69, 2009); half of that of reduce-scatter, all-gather and all-to-all, where
 * what each rank lacks has to come from the others; n of broadcast and reduce, where each element
 * has to leave the root, or every other rank. That is n times {@link CollectiveKind#busFactor}.
 * Elements combined: an addition for each vector beyond the first, shared out evenly.
 *
 * @param problem of n elements per rank
 * @param ranks p
 * @param rounds steps with transfers of the rank that has most of them
 * @param sentCount elements that the busiest rank sends
 * @param reducedCount elements that the busiest rank combines
 * @param movedCount elements that cross between ranks, all together
 */
public record ScheduleFacts(
    Collective problem, int ranks, int rounds, long sentCount, long reducedCount, long movedCount) {

  /** Of what an algorithm does for a problem. */
  public static ScheduleFacts of(CollectiveAlgorithm algorithm, Collective problem, int ranks) {
    Schedule schedule = Schedules.of(algorithm, problem, ranks);
    return new ScheduleFacts(
        problem,
        ranks,
        rounds(schedule),
        sentCount(schedule),
        most(schedule, steps -> sum(steps, step -> reduced(step, schedule.ranks()))),
        schedule.elementsMoved());
  }

  /** Steps with transfers of the rank that has most of them. */
  public static int rounds(Schedule schedule) {
    return (int) most(schedule, steps -> sum(steps, ScheduleFacts::rounds));
  }

  /** Elements that the busiest rank sends. */
  public static long sentCount(Schedule schedule) {
    return most(schedule, steps -> sum(steps, step -> sent(step, schedule.ranks())));
  }

  private static long most(Schedule schedule, ToLongFunction<List<Step>> cost) {
    return IntStream.range(0, schedule.ranks())
        .mapToLong(rank -> cost.applyAsLong(schedule.steps(rank)))
        .max()
        .orElse(0);
  }

  private static long sum(List<Step> steps, ToLongFunction<Step> cost) {
    return steps.stream().mapToLong(cost).sum();
  }

  /** A step for all ranks reads in one round, and writes in another. */
  private static long rounds(Step step) {
    return switch (step) {
      case Step.Together _, Step.Transfer _ -> 1;
      case Step.ReduceForAll _ -> 2;
      case Step.Copy _, Step.Reduce _, Step.Divide _, Step.Compute _ -> 0;
    };
  }

  /** What is read from a rank counts as sent by it: in a step for all, each gives as it takes. */
  private static long sent(Step step, int ranks) {
    return switch (step) {
      case Step.Together together ->
          together.transfers().stream().mapToLong(t -> sent(t, ranks)).sum();
      case Step.Send send -> send.region().count();
      case Step.ReduceForAll all -> all.countMoved(ranks);
      case Step.Receive _,
          Step.ReceiveReduce _,
          Step.Copy _,
          Step.Reduce _,
          Step.Divide _,
          Step.Compute _ ->
          0;
    };
  }

  private static long reduced(Step step, int ranks) {
    return switch (step) {
      case Step.Together together ->
          together.transfers().stream().mapToLong(t -> reduced(t, ranks)).sum();
      case Step.ReceiveReduce reduce -> reduce.region().count();
      case Step.Reduce reduce -> reduce.into().count();
      case Step.ReduceForAll all -> (ranks - 1) * all.into().count();
      case Step.Send _, Step.Receive _, Step.Copy _, Step.Divide _, Step.Compute _ -> 0;
    };
  }

  /** ⌈log₂ p⌉. */
  public int roundsMin() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(ranks - 1);
  }

  /** Of the busiest rank. */
  public double sentCountMin() {
    return ranks == 1 ? 0 : problem.kind().busFactor(ranks) * problem.count();
  }

  /** Of the busiest rank. */
  public double reducedCountMin() {
    return problem.kind().combines() ? (problem.terms(ranks) - 1.0) / ranks * problem.count() : 0;
  }
}
