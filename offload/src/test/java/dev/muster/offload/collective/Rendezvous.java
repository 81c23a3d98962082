package dev.muster.offload.collective;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a schedule as {@link Step} defines it, one transfer at a time in an order that the caller
 * chooses; what steps do to memory is the caller's {@link Effects}.
 *
 * <p>A send ends when its receive has; the transfers of a {@link Step.Together} go on independently
 * of each other. No wall clock, no threads: the same order gives the same run.
 */
public final class Rendezvous {

  /** What steps do to the memory of the ranks. */
  public interface Effects {
    void copy(int rank, Step.Copy copy);

    void reduce(int rank, Step.Reduce reduce);

    void divide(int rank, Step.Divide divide);

    void compute(int rank, int tile);

    /** Each rank does its step, in the order of the list, which tells nothing: all at once. */
    void reduceForAll(List<Step.ReduceForAll> steps);

    /** {@code receiver} reads the region of {@code sender} and fills its own with it. */
    void receive(int sender, Region sent, int receiver, Region into);

    /** {@code receiver} reads the region of {@code sender} and reduces into its own. */
    void receiveReduce(int sender, Region sent, int receiver, Step.ReceiveReduce reduce);
  }

  private final Schedule schedule;
  private final Order order;
  private final Effects effects;
  private final int[] begun;
  private final int[] outstanding;
  private final Map<Channel, Queues> channels = new HashMap<>();
  private final List<Posted> ready = new ArrayList<>();
  private final Map<Integer, Step.ReduceForAll> gathered = new TreeMap<>();
  private long elementsMoved;

  private Rendezvous(Schedule schedule, Order order, Effects effects) {
    this.schedule = schedule;
    this.order = order;
    this.effects = effects;
    this.begun = new int[schedule.ranks()];
    this.outstanding = new int[schedule.ranks()];
  }

  /**
   * Runs all steps of all ranks.
   *
   * @return elements that crossed from one rank to another
   * @throws BrokenScheduleError where ranks wait for ever, or transfers do not fit each other
   */
  public static long run(Schedule schedule, Order order, Effects effects) {
    Rendezvous rendezvous = new Rendezvous(schedule, order, effects);
    rendezvous.run();
    return rendezvous.elementsMoved;
  }

  private void run() {
    for (int rank = 0; rank < schedule.ranks(); rank++) {
      advance(rank);
    }
    while (!ready.isEmpty()) {
      happen(ready.remove(order.next(ready.size())));
    }
    requireAllEnded();
  }

  /** Begins steps of a rank until one has to wait. */
  private void advance(int rank) {
    List<Step> steps = schedule.steps(rank);
    while (outstanding[rank] == 0 && begun[rank] < steps.size()) {
      begin(rank, steps.get(begun[rank]++));
    }
  }

  private void begin(int rank, Step step) {
    switch (step) {
      case Step.Copy copy -> effects.copy(rank, copy);
      case Step.Reduce reduce -> effects.reduce(rank, reduce);
      case Step.Divide divide -> effects.divide(rank, divide);
      case Step.Compute compute -> effects.compute(rank, compute.tile());
      case Step.ReduceForAll all -> gather(rank, all);
      case Step.Together together -> post(rank, together.transfers());
      case Step.Transfer transfer -> post(rank, List.of(transfer));
    }
  }

  /** The last rank to come sets all of them going. */
  private void gather(int rank, Step.ReduceForAll step) {
    outstanding[rank] = 1;
    gathered.put(rank, step);
    if (gathered.size() < schedule.ranks()) {
      return;
    }
    List<Step.ReduceForAll> steps = List.copyOf(gathered.values());
    gathered.clear();
    effects.reduceForAll(steps);
    for (Step.ReduceForAll each : steps) {
      elementsMoved += (schedule.ranks() - 1) * (each.from().count() + each.into().count());
    }
    for (int each = 0; each < schedule.ranks(); each++) {
      end(each);
    }
  }

  private void post(int rank, List<Step.Transfer> transfers) {
    outstanding[rank] = transfers.size();
    Map<Region, Posted> lastReductions = new HashMap<>();
    for (Step.Transfer transfer : transfers) {
      Posted posted = new Posted(rank, transfer);
      if (transfer instanceof Step.ReceiveReduce reduce) {
        posted.follow(lastReductions.put(reduce.region(), posted));
      }
      offer(posted);
    }
  }

  private void offer(Posted posted) {
    int peer = posted.transfer.peer();
    if (peer == posted.rank || peer < 0 || peer >= schedule.ranks()) {
      throw new BrokenScheduleError("%s has no such peer".formatted(posted));
    }
    Queues queues = channels.computeIfAbsent(posted.channel(), _ -> new Queues());
    (posted.sends() ? queues.sends : queues.receives).add(posted);
    if (!queues.sends.isEmpty() && !queues.receives.isEmpty()) {
      match(queues.sends.remove(), queues.receives.remove());
    }
  }

  private void match(Posted send, Posted receive) {
    if (send.transfer.region().count() != receive.transfer.region().count()) {
      throw new BrokenScheduleError("%s and %s differ in length".formatted(send, receive));
    }
    receive.sender = send;
    if (receive.mayHappen()) {
      ready.add(receive);
    }
  }

  private void happen(Posted receive) {
    move(receive.sender, receive);
    receive.ended = true;
    if (receive.follower != null && receive.follower.mayHappen()) {
      ready.add(receive.follower);
    }
    end(receive.sender.rank);
    end(receive.rank);
  }

  private void move(Posted send, Posted receive) {
    Region sent = send.transfer.region();
    elementsMoved += sent.count();
    switch (receive.transfer) {
      case Step.Receive into -> effects.receive(send.rank, sent, receive.rank, into.region());
      case Step.ReceiveReduce into -> effects.receiveReduce(send.rank, sent, receive.rank, into);
      case Step.Send _ -> throw new IllegalStateException("a send among the receives");
    }
  }

  private void end(int rank) {
    outstanding[rank]--;
    advance(rank);
  }

  private void requireAllEnded() {
    List<Posted> waiting =
        channels.values().stream().flatMap(queues -> queues.waiting().stream()).toList();
    for (Posted posted : waiting) {
      if (outstanding[posted.transfer.peer()] == 0) {
        throw new BrokenScheduleError("unmatched: %s, whose peer has ended".formatted(posted));
      }
    }
    for (int rank = 0; rank < schedule.ranks(); rank++) {
      if (outstanding[rank] > 0) {
        throw new BrokenScheduleError(
            "deadlock: these wait for each other: %s %s".formatted(waiting, gathered));
      }
    }
  }

  private record Channel(int sender, int receiver) {}

  private static final class Queues {
    private final Deque<Posted> sends = new ArrayDeque<>();
    private final Deque<Posted> receives = new ArrayDeque<>();

    private List<Posted> waiting() {
      List<Posted> waiting = new ArrayList<>(sends);
      waiting.addAll(receives);
      return waiting;
    }
  }

  /** A transfer that has begun. */
  private static final class Posted {
    private final int rank;
    private final Step.Transfer transfer;
    private Posted sender;
    private Posted leader;
    private Posted follower;
    private boolean ended;

    private Posted(int rank, Step.Transfer transfer) {
      this.rank = rank;
      this.transfer = transfer;
    }

    /** Waits for an earlier reduction into the same region, if there is one. */
    private void follow(Posted earlier) {
      leader = earlier;
      if (earlier != null) {
        earlier.follower = this;
      }
    }

    private boolean mayHappen() {
      return sender != null && (leader == null || leader.ended);
    }

    private boolean sends() {
      return transfer instanceof Step.Send;
    }

    private Channel channel() {
      int peer = transfer.peer();
      return sends() ? new Channel(rank, peer) : new Channel(peer, rank);
    }

    @Override
    public String toString() {
      return "rank %d: %s".formatted(rank, transfer);
    }
  }
}
