package dev.muster.offload.pool;

import dev.muster.kernels.problem.ReduceOp;
import dev.muster.offload.collective.Region;
import dev.muster.offload.collective.Step;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Binds a schedule to a pool: the interpreter of steps, as the one exhaustive switch of {@link
 * #line}.
 *
 * <p>Sends and receives between two ranks match in order, so that each receive is bound to the
 * memory that it will read: nothing is looked up while it runs.
 */
final class RankPrograms {
  private final Placement placement;
  private final List<RankDevice> devices;
  private final RankTeam team;
  private final ReduceOp op;
  private final Map<Link, Rendezvous> rendezvous = new HashMap<>();
  private final Map<Link, Deque<Region>> sent = new HashMap<>();

  /** Who gives to whom. */
  private record Link(int from, int to) {}

  RankPrograms(Placement placement, List<RankDevice> devices, RankTeam team, ReduceOp op) {
    this.placement = placement;
    this.devices = devices;
    this.team = team;
    this.op = op;
  }

  /** The programs of all ranks. */
  List<RankProgram> bind() {
    int ranks = placement.schedule().ranks();
    for (int rank = 0; rank < ranks; rank++) {
      for (Step step : placement.schedule().steps(rank)) {
        noteSends(rank, step);
      }
    }
    return IntStream.range(0, ranks).mapToObj(this::program).toList();
  }

  private void noteSends(int rank, Step step) {
    for (Step.Transfer transfer : transfers(step)) {
      if (transfer instanceof Step.Send send) {
        Link link = new Link(rank, send.peer());
        sent.computeIfAbsent(link, _ -> new ArrayDeque<>()).add(send.region());
        rendezvous.computeIfAbsent(link, _ -> new Rendezvous());
      }
    }
  }

  private static List<Step.Transfer> transfers(Step step) {
    return switch (step) {
      case Step.Together together -> together.transfers();
      case Step.Transfer transfer -> List.of(transfer);
      case Step.Copy _, Step.Reduce _, Step.Compute _ -> List.of();
    };
  }

  private RankProgram program(int rank) {
    return new RankProgram(
        placement.schedule().steps(rank).stream().map(step -> line(rank, step)).toList());
  }

  private RankProgram.Line line(int rank, Step step) {
    return switch (step) {
      case Step.Compute compute ->
          new RankProgram.Line(placement.tile(rank, compute.tile()), Activity.COMPUTE);
      case Step.Copy copy ->
          new RankProgram.Line(copy(rank, rank, copy.from(), copy.into()), Activity.COPY);
      case Step.Reduce reduce ->
          new RankProgram.Line(
              reduce(rank, rank, reduce.x(), reduce.y(), reduce.into()), Activity.REDUCE);
      case Step.Together together ->
          new RankProgram.Line(exchange(rank, together.transfers()), Activity.TRANSFER);
      case Step.Transfer transfer ->
          new RankProgram.Line(exchange(rank, List.of(transfer)), Activity.TRANSFER);
    };
  }

  private Exchange exchange(int rank, List<Step.Transfer> transfers) {
    List<Rendezvous> outgoing = new ArrayList<>();
    List<Exchange.Incoming> incoming = new ArrayList<>();
    List<Step.Transfer> receives = new ArrayList<>();
    for (Step.Transfer transfer : transfers) {
      if (transfer instanceof Step.Send send) {
        outgoing.add(rendezvous.get(new Link(rank, send.peer())));
      } else {
        List<Integer> after = before(transfer.region(), transfer.peer(), receives);
        receives.add(transfer);
        incoming.add(incoming(rank, transfer, after));
      }
    }
    return new Exchange(outgoing, incoming, team.pause(rank));
  }

  /** The receives that have to come first: into the same region, or from the same peer. */
  private static List<Integer> before(Region region, int peer, List<Step.Transfer> receives) {
    return IntStream.range(0, receives.size())
        .filter(i -> receives.get(i).region().overlaps(region) || receives.get(i).peer() == peer)
        .boxed()
        .toList();
  }

  private Exchange.Incoming incoming(int rank, Step.Transfer transfer, List<Integer> after) {
    Link link = new Link(transfer.peer(), rank);
    Deque<Region> posted = sent.get(link);
    if (posted == null || posted.isEmpty()) {
      throw new IllegalStateException(
          "rank %d waits for a send of %d that is not in the schedule"
              .formatted(rank, transfer.peer()));
    }
    Region from = posted.remove();
    Operation operation =
        switch (transfer) {
          case Step.Receive receive -> copy(rank, receive.peer(), from, receive.region());
          case Step.ReceiveReduce reduce ->
              reduce(rank, reduce.peer(), from, reduce.operand(), reduce.region());
          case Step.Send _ -> throw new IllegalStateException("a send receives nothing");
        };
    return new Exchange.Incoming(rendezvous.get(link), operation, after);
  }

  private Operation copy(int rank, int fromRank, Region from, Region into) {
    return devices
        .get(rank)
        .copy(
            placement.buffer(fromRank, from.buffer()),
            from.offset(),
            placement.buffer(rank, into.buffer()),
            into.offset(),
            into.count());
  }

  private Operation reduce(int rank, int xRank, Region x, Region y, Region into) {
    return devices
        .get(rank)
        .reduce(
            op,
            placement.buffer(xRank, x.buffer()),
            x.offset(),
            placement.buffer(rank, y.buffer()),
            y.offset(),
            placement.buffer(rank, into.buffer()),
            into.offset(),
            into.count());
  }
}
