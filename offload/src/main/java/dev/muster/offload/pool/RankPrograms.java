package dev.muster.offload.pool;

import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.Region;
import dev.muster.offload.collective.Step;
import dev.muster.offload.plan.ProductSchedule;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Binds a schedule to a pool: the interpreter of steps, as the one exhaustive switch of {@link
 * #line}.
 *
 * <p>Sends and receives between two ranks match in order, so that each receive is bound to the
 * memory that it will read: nothing is looked up while it runs.
 */
final class RankPrograms {
  /** What is copied twice rather than waited for. */
  private static final long EAGER_BYTES_MAX = 512;

  /**
   * Messages that a link holds. A rank posts all sends of a step before it takes anything, so that
   * a link where a step has more of them waits for the receiver instead.
   */
  private static final int SLOTS = 16;

  private final Placement placement;
  private final List<RankDevice> devices;
  private final RankTeam team;
  private final ReduceOp op;
  private final Meeting meeting;
  private final Map<Way, Link> links = new HashMap<>();
  private final Map<Way, Deque<Region>> sent = new HashMap<>();
  private final Map<Way, Integer> mostAtOnce = new HashMap<>();

  /** Who gives to whom. */
  private record Way(int from, int to) {}

  RankPrograms(Placement placement, List<RankDevice> devices, RankTeam team, ReduceOp op) {
    this.placement = placement;
    this.devices = devices;
    this.team = team;
    this.op = op;
    this.meeting = new Meeting(placement.schedule().ranks());
  }

  /** The programs of all ranks. */
  List<Program> bind() {
    int ranks = placement.schedule().ranks();
    for (int rank = 0; rank < ranks; rank++) {
      for (Step step : placement.schedule().steps(rank)) {
        noteSends(rank, step);
      }
    }
    sent.forEach((way, regions) -> links.put(way, link(way, regions)));
    return IntStream.range(0, ranks).mapToObj(this::program).toList();
  }

  private void noteSends(int rank, Step step) {
    Map<Way, Integer> atOnce = new HashMap<>();
    for (Step.Transfer transfer : transfers(step)) {
      if (transfer instanceof Step.Send send) {
        Way way = new Way(rank, send.peer());
        sent.computeIfAbsent(way, _ -> new ArrayDeque<>()).add(send.region());
        atOnce.merge(way, 1, Integer::sum);
      }
    }
    atOnce.forEach((way, count) -> mostAtOnce.merge(way, count, Math::max));
  }

  /** Eager where every message is short, and the ranks have memory in common. */
  private Link link(Way way, Deque<Region> regions) {
    RankDevice sender = devices.get(way.from);
    RankDevice receiver = devices.get(way.to);
    DType dtype = buffer(way.from, regions.getFirst()).dtype();
    long longest = regions.stream().mapToLong(Region::count).max().orElseThrow();
    if (!receiver.reads(sender)) {
      return StagedLink.between(sender, receiver, dtype, longest, mostAtOnce.get(way));
    }
    if (longest * dtype.bytes() > EAGER_BYTES_MAX || mostAtOnce.get(way) > SLOTS) {
      return new RendezvousLink();
    }
    return sender
        .mailbox(dtype, longest, SLOTS)
        .<Link>map(mailbox -> new EagerLink(mailbox, SLOTS, sender))
        .orElseGet(RendezvousLink::new);
  }

  private static List<Step.Transfer> transfers(Step step) {
    return switch (step) {
      case Step.Together together -> together.transfers();
      case Step.Transfer transfer -> List.of(transfer);
      case Step.Copy _, Step.Reduce _, Step.Divide _, Step.Compute _, Step.ReduceForAll _ ->
          List.of();
    };
  }

  /** Joins begin beside the products where there are several and the device has time for them. */
  private Program program(int rank) {
    Optional<ProductSchedule> beside =
        devices.get(rank).joinsBeside()
            ? placement.product().filter(product -> product.joinsSeveral(rank))
            : Optional.empty();
    return beside.isPresent()
        ? OverlappedProgram.of(
            beside.get(), rank, tile -> placement.tile(rank, tile), step -> line(rank, step))
        : new RankProgram(
            placement.schedule().steps(rank).stream().map(step -> line(rank, step)).toList());
  }

  private RankProgram.Line line(int rank, Step step) {
    return switch (step) {
      case Step.Compute compute ->
          new RankProgram.Line(placement.tile(rank, compute.tile()), Activity.COMPUTE);
      case Step.Copy copy ->
          new RankProgram.Line(
              copy(rank, buffer(rank, copy.from()), copy.from().offset(), copy.into()),
              Activity.COPY);
      case Step.Reduce reduce ->
          new RankProgram.Line(
              reduce(
                  rank, buffer(rank, reduce.x()), reduce.x().offset(), reduce.y(), reduce.into()),
              Activity.REDUCE);
      case Step.Divide divide ->
          new RankProgram.Line(
              devices
                  .get(rank)
                  .divide(
                      buffer(rank, divide.region()),
                      divide.region().offset(),
                      divide.region().count(),
                      divide.divisor()),
              Activity.REDUCE);
      case Step.ReduceForAll all ->
          new RankProgram.Line(reduceForAll(rank, all), Activity.TRANSFER);
      case Step.Together together ->
          new RankProgram.Line(exchange(rank, together.transfers()), Activity.TRANSFER);
      case Step.Transfer transfer ->
          new RankProgram.Line(exchange(rank, List.of(transfer)), Activity.TRANSFER);
    };
  }

  private Operation reduceForAll(int rank, Step.ReduceForAll step) {
    requireSamePlace(step);
    Pause pause = team.pause(rank);
    Operation work =
        devices
            .get(rank)
            .reduceForAll(
                op,
                buffers(step.from()),
                buffers(step.into()),
                step.from().offset(),
                step.from().count());
    return new Operation() {
      @Override
      public void run() {
        meeting.meet(rank, pause);
        work.run();
        meeting.meet(rank, pause);
      }

      @Override
      public void run(Laps laps, Activity activity) {
        meeting.meet(rank, pause);
        laps.lap(Activity.WAIT);
        work.run(laps, Activity.REDUCE);
        meeting.meet(rank, pause);
        laps.lap(Activity.WAIT);
      }
    };
  }

  private static void requireSamePlace(Step.ReduceForAll step) {
    if (step.from().offset() != step.into().offset()) {
      throw new IllegalStateException(step + " moves what it combines");
    }
  }

  private List<DeviceMatrix> buffers(Region region) {
    return IntStream.range(0, devices.size())
        .mapToObj(rank -> placement.buffer(rank, region.buffer()))
        .toList();
  }

  private Exchange exchange(int rank, List<Step.Transfer> transfers) {
    List<Outgoing> outgoing = new ArrayList<>();
    List<Exchange.Receipt> incoming = new ArrayList<>();
    List<Step.Transfer> receives = new ArrayList<>();
    for (Step.Transfer transfer : transfers) {
      if (transfer instanceof Step.Send send) {
        outgoing.add(outgoing(rank, send));
      } else {
        List<Integer> after = before(transfer.region(), transfer.peer(), receives);
        receives.add(transfer);
        incoming.add(new Exchange.Receipt(incoming(rank, transfer), after));
      }
    }
    return new Exchange(outgoing, incoming, team.pause(rank));
  }

  private Outgoing outgoing(int rank, Step.Send send) {
    Region region = send.region();
    return links
        .get(new Way(rank, send.peer()))
        .outgoing(buffer(rank, region), region.offset(), region.count());
  }

  /** The receives that have to come first: into the same region, or from the same peer. */
  private static List<Integer> before(Region region, int peer, List<Step.Transfer> receives) {
    return IntStream.range(0, receives.size())
        .filter(i -> receives.get(i).region().overlaps(region) || receives.get(i).peer() == peer)
        .boxed()
        .toList();
  }

  private Incoming incoming(int rank, Step.Transfer transfer) {
    Way way = new Way(transfer.peer(), rank);
    Deque<Region> posted = sent.get(way);
    if (posted == null || posted.isEmpty()) {
      throw new IllegalStateException(
          "rank %d waits for a send of %d that is not in the schedule"
              .formatted(rank, transfer.peer()));
    }
    Region from = posted.remove();
    Link.Taking taking =
        switch (transfer) {
          case Step.Receive receive ->
              (message, offset) -> copy(rank, message, offset, receive.region());
          case Step.ReceiveReduce reduce ->
              (message, offset) -> reduce(rank, message, offset, reduce.operand(), reduce.region());
          case Step.Send _ -> throw new IllegalStateException("a send receives nothing");
        };
    return links.get(way).incoming(buffer(way.from, from), from.offset(), from.count(), taking);
  }

  private DeviceMatrix buffer(int rank, Region region) {
    return placement.buffer(rank, region.buffer());
  }

  private Operation copy(int rank, DeviceMatrix from, long offset, Region into) {
    return devices.get(rank).copy(from, offset, buffer(rank, into), into.offset(), into.count());
  }

  private Operation reduce(int rank, DeviceMatrix x, long xOffset, Region y, Region into) {
    return devices
        .get(rank)
        .reduce(
            op,
            x,
            xOffset,
            buffer(rank, y),
            y.offset(),
            buffer(rank, into),
            into.offset(),
            into.count());
  }
}
