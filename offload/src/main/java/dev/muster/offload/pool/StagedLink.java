package dev.muster.offload.pool;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * For ranks that do not read each other's memory: the sender brings each message to a place between
 * them, and the receiver takes it from there. Where it has to fetch it, a long one goes in pieces,
 * so that the receiver fetches one while the sender brings the next. There is room for two messages
 * or more, so that the same holds for one message and the next.
 */
final class StagedLink implements Link {
  /** Long enough to hide what it costs to begin a copy. */
  static final long PIECE_BYTES = 2L << 20;

  private static final int SLOTS_MIN = 2;

  private final List<Slot> slots;

  /** Elements of a piece. */
  private final long pieceCount;

  /** Pieces. */
  private final Counter posted = new Counter();

  /** Messages. */
  private final Counter taken = new Counter();

  /** Of messages and of pieces, touched by the sender alone. */
  private final Tally sent = new Tally();

  private final Tally sentPieces = new Tally();

  /** Of messages and of pieces, touched by the receiver alone. */
  private final Tally received = new Tally();

  private final Tally receivedPieces = new Tally();

  /** A place for one message. */
  interface Slot {
    /** Brings part of a message here; the sender's. */
    Operation bring(DeviceMatrix from, long offset, long start, long count);

    /** Brings the same part to where the receiver finds it; the receiver's. */
    Operation fetch(long start, long count);

    /** Whether it is not there already. */
    boolean fetches();

    /** Where the receiver finds a message that it has fetched. */
    DeviceMatrix landing();
  }

  /** In memory of the host, to which one copies, and from which the other one does. */
  private record HostSlot(RankDevice sender, RankDevice receiver, Matrix host, DeviceMatrix landing)
      implements Slot {

    @Override
    public Operation bring(DeviceMatrix from, long offset, long start, long count) {
      return sender.toHost(from, offset + start, host.tile(0, start, 1, count));
    }

    @Override
    public Operation fetch(long start, long count) {
      return receiver.fromHost(host.tile(0, start, 1, count), landing, start);
    }

    @Override
    public boolean fetches() {
      return !(landing instanceof HostMatrix(Matrix there) && there.equals(host));
    }
  }

  /** In the receiver's memory, to which the sender copies all of it. */
  private record DeviceSlot(RankDevice sender, DeviceMatrix landing) implements Slot {

    @Override
    public Operation bring(DeviceMatrix from, long offset, long start, long count) {
      return sender.copy(from, offset + start, landing, start, count);
    }

    @Override
    public Operation fetch(long start, long count) {
      return () -> {};
    }

    @Override
    public boolean fetches() {
      return false;
    }
  }

  private StagedLink(List<Slot> slots, DType dtype, long longest) {
    this.slots = slots;
    this.pieceCount =
        slots.getFirst().fetches() ? PIECE_BYTES / dtype.bytes() : Math.max(1, longest);
  }

  /**
   * In the receiver's memory where the sender writes there, else in memory of the host, which is
   * the sender's or the receiver's choice, if one of them has any.
   *
   * @param longest elements of the longest message
   * @param mostAtOnce messages that the sender posts before it takes any
   */
  static StagedLink between(
      RankDevice sender, RankDevice receiver, DType dtype, long longest, int mostAtOnce) {
    Supplier<Slot> slot =
        sender.writes(receiver)
            ? () -> new DeviceSlot(sender, receiver.allocate(dtype, 1, longest))
            : () -> hostSlot(sender, receiver, dtype, longest);
    return new StagedLink(
        Stream.generate(slot).limit(Math.max(SLOTS_MIN, mostAtOnce)).toList(), dtype, longest);
  }

  private static Slot hostSlot(RankDevice sender, RankDevice receiver, DType dtype, long count) {
    Matrix host =
        sender
            .staging(dtype, count)
            .or(() -> receiver.staging(dtype, count))
            .orElseGet(() -> sender.hostMemory(dtype, count));
    return new HostSlot(sender, receiver, host, receiver.place(host));
  }

  @Override
  public Outgoing outgoing(DeviceMatrix from, long offset, long count) {
    Operation[][] pieces =
        pieces(count, (slot, start, length) -> slot.bring(from, offset, start, length));
    return new Outgoing() {
      @Override
      public void post(Pause pause) {
        long number = sent.get();
        taken.awaitAtLeast(number + 1 - slots.size(), pause);
        for (Operation piece : pieces[slot(number)]) {
          piece.run();
          sentPieces.set(sentPieces.get() + 1);
          posted.set(sentPieces.get());
        }
        sent.set(number + 1);
      }

      @Override
      public void awaitTaken(Pause pause) {}
    };
  }

  @Override
  public Incoming incoming(DeviceMatrix from, long offset, long count, Taking taking) {
    Operation[][] pieces = pieces(count, Slot::fetch);
    Operation[] operations =
        slots.stream().map(slot -> taking.from(slot.landing(), 0)).toArray(Operation[]::new);
    return new Incoming() {
      @Override
      public boolean ready() {
        return posted.get() > receivedPieces.get();
      }

      @Override
      public void take(Pause pause) {
        long number = received.get();
        for (Operation piece : pieces[slot(number)]) {
          receivedPieces.set(receivedPieces.get() + 1);
          posted.awaitAtLeast(receivedPieces.get(), pause);
          piece.run();
        }
        operations[slot(number)].run();
        received.set(number + 1);
        taken.set(number + 1);
      }
    };
  }

  /** What is done with a part of a message in a slot. */
  @FunctionalInterface
  private interface Piece {
    Operation of(Slot slot, long start, long count);
  }

  /** Of a message in each slot; one where there is nothing in it. */
  private Operation[][] pieces(long count, Piece piece) {
    int pieces = (int) Math.max(1, Math.ceilDiv(count, pieceCount));
    return slots.stream()
        .map(
            slot ->
                IntStream.range(0, pieces)
                    .mapToLong(i -> i * pieceCount)
                    .mapToObj(start -> piece.of(slot, start, Math.min(pieceCount, count - start)))
                    .toArray(Operation[]::new))
        .toArray(Operation[][]::new);
  }

  private int slot(long number) {
    return (int) (number % slots.size());
  }
}
