package dev.muster.offload.collective;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.ByteSize;
import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.ReduceOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Pure functions that make schedules, and steps of larger schedules, out of smaller ones. */
public final class Schedules {
  /** Elements that are combined at a time: of all operands, what a second-level cache holds. */
  static final long PIECE_COUNT = 8 << 10;

  private static final long PIECES_MAX = 1 << 20;

  private Schedules() {}

  /** The schedule whose every rank does what the function answers for it. */
  static Schedule perRank(int ranks, IntFunction<List<Step>> steps) {
    return new Schedule(IntStream.range(0, ranks).mapToObj(steps).toList());
  }

  /**
   * What the ranks do for a problem: the steps of the algorithm, with ranks counted from the root,
   * and a division at the end of a mean.
   */
  public static Schedule of(CollectiveAlgorithm algorithm, Collective problem, int ranks) {
    problem.requireRanks(ranks);
    requireCountable(problem, ranks);
    Schedule schedule =
        problem.blocks() > 0
            ? algorithm.ofBlocks(problem.blocks(), ranks, problem.count())
            : algorithm.schedule(problem.kind(), ranks, problem.count());
    if (problem.root() > 0) {
      schedule = from(problem.root(), schedule, problem.count(), algorithm);
    }
    return problem.op() == ReduceOp.AVG ? divided(schedule, problem) : schedule;
  }

  /**
   * Refuses vectors of which those that all ranks give to all have more bytes than a long counts.
   */
  private static void requireCountable(Collective problem, int ranks) {
    double most = Long.MAX_VALUE / 2.0 / ranks / ranks;
    if (problem.bytes() > most) {
      throw new BadInputException(
          "'%s' has too many bytes for %d ranks to be counted; legal: up to %s"
              .formatted(problem.text(), ranks, ByteSize.text((long) most)));
    }
  }

  /** The division that ends a mean on this rank; empty where it has nothing to divide. */
  public static Optional<Step.Divide> mean(Collective problem, int rank, int ranks) {
    Region combined = combined(problem, rank, ranks);
    int terms = problem.terms(ranks);
    return problem.op() == ReduceOp.AVG && terms > 1 && combined.count() > 0
        ? Optional.of(new Step.Divide(combined, terms))
        : Optional.empty();
  }

  /** Elements of scratch that each rank needs for that. */
  public static long scratchCount(CollectiveAlgorithm algorithm, Collective problem, int ranks) {
    return problem.blocks() > 0
        ? algorithm.scratchCountOfBlocks(problem.blocks(), ranks, problem.count())
        : algorithm.scratchCount(ranks, problem.count());
  }

  /**
   * Every rank combines the vectors that its input holds, one after the other, and goes on in place
   * with the answer; a piece of all of them at a time, so that what was combined stays in a cache.
   */
  static Schedule behindOwnBlocks(Schedule schedule, int blocks, long count) {
    Chunks shares = new Chunks(blocks, schedule.ranks());
    return perRank(
        schedule.ranks(),
        rank -> {
          List<Step> steps = new ArrayList<>();
          for (Region piece : pieces(new Region(CollectiveAlgorithm.OUTPUT, 0, count))) {
            addOwn(steps, (int) shares.count(rank), count, piece);
          }
          schedule.steps(rank).stream()
              .map(step -> moved(step, peer -> peer, Schedules::inPlace))
              .filter(
                  step ->
                      !(step instanceof Step.Copy(Region from, Region into) && from.equals(into)))
              .forEach(steps::add);
          return steps;
        });
  }

  private static void addOwn(List<Step> steps, int own, long count, Region into) {
    Region first = block(0, count, into);
    if (own == 1) {
      steps.add(new Step.Copy(first, into));
      return;
    }
    steps.add(new Step.Reduce(block(1, count, into), first, into));
    for (int i = 2; i < own; i++) {
      steps.add(new Step.Reduce(block(i, count, into), into, into));
    }
  }

  /** The part of one of the vectors of an input that is in the same place as {@code part}. */
  static Region block(int number, long count, Region part) {
    return new Region(CollectiveAlgorithm.INPUT, number * count + part.offset(), part.count());
  }

  /**
   * A region in parts of {@link #PIECE_COUNT} elements; none of an empty one.
   *
   * @throws BadInputException where there are more than a schedule in memory can hold
   */
  static List<Region> pieces(Region whole) {
    if (whole.count() > PIECES_MAX * PIECE_COUNT) {
      throw new BadInputException(
          "a collective that combines piece by piece takes vectors of up to %d elements, not of %d; legal: another one, e.g. ring"
              .formatted(PIECES_MAX * PIECE_COUNT, whole.count()));
    }
    List<Region> pieces = new ArrayList<>();
    for (long at = 0; at < whole.count(); at += PIECE_COUNT) {
      pieces.add(
          new Region(
              whole.buffer(), whole.offset() + at, Math.min(PIECE_COUNT, whole.count() - at)));
    }
    return pieces;
  }

  /** The same place of the output, where it is one of the input. */
  private static Region inPlace(Region region) {
    return region.buffer() == CollectiveAlgorithm.INPUT
        ? region.in(CollectiveAlgorithm.OUTPUT)
        : region;
  }

  private static Schedule from(
      int root, Schedule schedule, long count, CollectiveAlgorithm algorithm) {
    int ranks = schedule.ranks();
    List<Integer> names = IntStream.range(0, ranks).mapToObj(i -> (i + root) % ranks).toList();
    List<Region> buffers =
        List.of(
            new Region(CollectiveAlgorithm.INPUT, 0, count),
            new Region(CollectiveAlgorithm.OUTPUT, 0, count),
            new Region(CollectiveAlgorithm.SCRATCH, 0, algorithm.scratchCount(ranks, count)));
    return perRank(
        ranks, rank -> inGroup(schedule.steps(Math.floorMod(rank - root, ranks)), names, buffers));
  }

  private static Schedule divided(Schedule schedule, Collective problem) {
    int ranks = schedule.ranks();
    return perRank(
        ranks,
        rank -> {
          List<Step> steps = new ArrayList<>(schedule.steps(rank));
          mean(problem, rank, ranks).ifPresent(steps::add);
          return steps;
        });
  }

  /** Where a rank ends with what was combined. */
  private static Region combined(Collective problem, int rank, int ranks) {
    Region whole = new Region(CollectiveAlgorithm.OUTPUT, 0, problem.count());
    Region nothing = new Region(CollectiveAlgorithm.OUTPUT, 0, 0);
    return switch (problem.kind()) {
      case ALL_REDUCE -> whole;
      case REDUCE -> rank == problem.root() ? whole : nothing;
      case REDUCE_SCATTER ->
          Region.of(CollectiveAlgorithm.OUTPUT, new Chunks(problem.count(), ranks), rank);
      case ALL_GATHER, BROADCAST, ALL_TO_ALL -> nothing;
    };
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
      if (step instanceof Step.ReduceForAll all) {
        throw new IllegalArgumentException(all + " is for all ranks, not for a group of them");
      }
      moved.add(moved(step, group::get, region));
    }
    return moved;
  }

  /** The same step with other peers, in other regions. */
  private static Step moved(Step step, IntUnaryOperator peers, UnaryOperator<Region> at) {
    return switch (step) {
      case Step.Copy copy -> new Step.Copy(at.apply(copy.from()), at.apply(copy.into()));
      case Step.Reduce reduce ->
          new Step.Reduce(at.apply(reduce.x()), at.apply(reduce.y()), at.apply(reduce.into()));
      case Step.Divide divide -> new Step.Divide(at.apply(divide.region()), divide.divisor());
      case Step.Compute compute -> compute;
      case Step.ReduceForAll all ->
          new Step.ReduceForAll(at.apply(all.from()), at.apply(all.into()));
      case Step.Together together -> {
        List<Step.Transfer> transfers = new ArrayList<>(together.transfers().size());
        for (Step.Transfer transfer : together.transfers()) {
          transfers.add(moved(transfer, peers, at));
        }
        yield new Step.Together(transfers);
      }
      case Step.Transfer transfer -> moved(transfer, peers, at);
    };
  }

  private static Step.Transfer moved(
      Step.Transfer transfer, IntUnaryOperator peers, UnaryOperator<Region> at) {
    int peer = peers.applyAsInt(transfer.peer());
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
