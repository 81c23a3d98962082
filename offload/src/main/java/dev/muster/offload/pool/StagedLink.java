package dev.muster.offload.pool;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * For ranks that do not read each other's memory: the sender brings each message to memory of the
 * host, and the receiver from there to its own. There is room for two messages or more, so that one
 * is brought while the last one is fetched. That memory is the sender's or the receiver's choice,
 * if one of them has any.
 */
final class StagedLink implements Link {
  private static final int SLOTS_MIN = 2;

  private final RankDevice sender;
  private final RankDevice receiver;
  private final List<Matrix> slots;

  /** Where the receiver finds what lies in a slot. */
  private final List<DeviceMatrix> landings;

  private final Counter posted = new Counter();
  private final Counter taken = new Counter();

  /** Touched by the sender alone. */
  private final Tally sent = new Tally();

  /** Touched by the receiver alone. */
  private final Tally received = new Tally();

  /**
   * @param longest elements of the longest message
   * @param mostAtOnce messages that the sender posts before it takes any
   */
  StagedLink(RankDevice sender, RankDevice receiver, DType dtype, long longest, int mostAtOnce) {
    this.sender = sender;
    this.receiver = receiver;
    this.slots =
        IntStream.range(0, Math.max(SLOTS_MIN, mostAtOnce))
            .mapToObj(_ -> staging(dtype, longest))
            .toList();
    this.landings = slots.stream().map(receiver::place).toList();
  }

  private Matrix staging(DType dtype, long count) {
    return sender
        .staging(dtype, count)
        .or(() -> receiver.staging(dtype, count))
        .orElseGet(() -> Buffers.vector(Arena.ofAuto(), dtype, count));
  }

  @Override
  public Outgoing outgoing(DeviceMatrix from, long offset, long count) {
    Operation[] copies = operations(slot -> sender.toHost(from, offset, message(slot, count)));
    return new Outgoing() {
      @Override
      public void post(Pause pause) {
        long number = sent.get();
        taken.awaitAtLeast(number + 1 - slots.size(), pause);
        copies[slot(number)].run();
        sent.set(number + 1);
        posted.set(number + 1);
      }

      @Override
      public void awaitTaken(Pause pause) {}
    };
  }

  @Override
  public Incoming incoming(DeviceMatrix from, long offset, long count, Taking taking) {
    Operation[] fetches =
        operations(slot -> receiver.fromHost(message(slot, count), landings.get(slot)));
    Operation[] operations = operations(slot -> taking.from(landings.get(slot), 0));
    return new Incoming() {
      @Override
      public boolean ready() {
        return posted.get() > received.get();
      }

      @Override
      public void take() {
        long number = received.get();
        fetches[slot(number)].run();
        operations[slot(number)].run();
        received.set(number + 1);
        taken.set(number + 1);
      }
    };
  }

  private Operation[] operations(IntFunction<Operation> ofSlot) {
    return IntStream.range(0, slots.size()).mapToObj(ofSlot).toArray(Operation[]::new);
  }

  private Matrix message(int slot, long count) {
    return slots.get(slot).tile(0, 0, 1, count);
  }

  private int slot(long number) {
    return (int) (number % slots.size());
  }
}
