package dev.muster.offload.collective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Pure functions that make schedules, and steps of larger schedules, out of smaller ones. */
public final class Schedules {
  private Schedules() {}

  /** The schedule whose every rank does what the function answers for it. */
  static Schedule perRank(int ranks, IntFunction<List<Step>> steps) {
    return new Schedule(IntStream.range(0, ranks).mapToObj(steps).toList());
  }

  /** Any collective of a rank that is alone: what it has is the answer. */
  static Schedule alone(long count) {
    Region input = new Region(CollectiveAlgorithm.INPUT, 0, count);
    Region output = new Region(CollectiveAlgorithm.OUTPUT, 0, count);
    return new Schedule(List.of(count == 0 ? List.of() : List.of(new Step.Copy(input, output))));
  }

  /** Adds a copy, unless it is of nothing. */
  static void addCopy(List<Step> steps, Region from, Region into) {
    if (from.count() > 0) {
      steps.add(new Step.Copy(from, into));
    }
  }

  /** Adds transfers that begin together, the empty ones left out; no step where none is left. */
  static void addTogether(List<Step> steps, List<Step.Transfer> transfers) {
    List<Step.Transfer> moving = new ArrayList<>(transfers);
    moving.removeIf(transfer -> transfer.region().count() == 0);
    if (!moving.isEmpty()) {
      steps.add(new Step.Together(moving));
    }
  }

  /**
   * The steps of one rank of a collective, moved into a larger schedule: over some of its ranks,
   * and over parts of its buffers.
   *
   * @param steps of the rank, as the collective numbers ranks and buffers
   * @param group the rank of the larger schedule that rank i of the collective stands for
   * @param buffers the region of the larger schedule that buffer i of the collective stands for;
   *     two may be the same, which is a collective in place
   * @throws IllegalArgumentException where a step leaves the region that its buffer stands for
   */
  public static List<Step> inGroup(List<Step> steps, List<Integer> group, List<Region> buffers) {
    UnaryOperator<Region> region = region(buffers);
    List<Step> moved = new ArrayList<>(steps.size());
    for (Step step : steps) {
      moved.add(inGroup(step, group, region));
    }
    return moved;
  }

  private static Step inGroup(Step step, List<Integer> group, UnaryOperator<Region> at) {
    return switch (step) {
      case Step.Copy copy -> new Step.Copy(at.apply(copy.from()), at.apply(copy.into()));
      case Step.Reduce reduce ->
          new Step.Reduce(at.apply(reduce.x()), at.apply(reduce.y()), at.apply(reduce.into()));
      case Step.Compute compute -> compute;
      case Step.ReduceForAll all ->
          throw new IllegalArgumentException(all + " is for all ranks, not for a group of them");
      case Step.Together together ->
          new Step.Together(transfersInGroup(together.transfers(), group, at));
      case Step.Transfer transfer -> transferInGroup(transfer, group, at);
    };
  }

  private static List<Step.Transfer> transfersInGroup(
      List<Step.Transfer> transfers, List<Integer> group, UnaryOperator<Region> at) {
    List<Step.Transfer> moved = new ArrayList<>(transfers.size());
    for (Step.Transfer transfer : transfers) {
      moved.add(transferInGroup(transfer, group, at));
    }
    return moved;
  }

  private static Step.Transfer transferInGroup(
      Step.Transfer transfer, List<Integer> group, UnaryOperator<Region> at) {
    int peer = group.get(transfer.peer());
    Region region = at.apply(transfer.region());
    return switch (transfer) {
      case Step.Send _ -> new Step.Send(peer, region);
      case Step.Receive _ -> new Step.Receive(peer, region);
      case Step.ReceiveReduce reduce ->
          new Step.ReceiveReduce(peer, at.apply(reduce.operand()), region);
    };
  }

  private static UnaryOperator<Region> region(List<Region> buffers) {
    return region -> {
      Region buffer = buffers.get(region.buffer());
      if (region.end() > buffer.count()) {
        throw new IllegalArgumentException("%s leaves %s".formatted(region, buffer));
      }
      return new Region(buffer.buffer(), buffer.offset() + region.offset(), region.count());
    };
  }
}
