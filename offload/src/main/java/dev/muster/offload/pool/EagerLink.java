package dev.muster.offload.pool;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The sender copies small messages into a {@link Mailbox} and goes on; the receiver takes them from
 * there. The sender looks how far the receiver is only when it has gone once around the slots.
 */
final class EagerLink implements Link {
  private final Mailbox mailbox;
  private final int slots;
  private final RankDevice sender;
  private final Counter taken = new Counter();

  /** The sender's, as the next one. */
  private final Tally sent = new Tally();

  private final Tally knownTaken = new Tally();

  /** The receiver's. */
  private final Tally received = new Tally();

  EagerLink(Mailbox mailbox, int slots, RankDevice sender) {
    this.mailbox = mailbox;
    this.slots = slots;
    this.sender = sender;
  }

  @Override
  public Outgoing outgoing(DeviceMatrix from, long offset, long count) {
    Operation[] copies =
        operations(slot -> sender.copy(from, offset, mailbox.message(slot), 0, count));
    return new Outgoing() {
      @Override
      public void post(Pause pause) {
        long number = sent.get() + 1;
        awaitSlot(number, pause);
        copies[slot(number)].run();
        mailbox.publish(number);
        sent.set(number);
      }

      @Override
      public void awaitTaken(Pause pause) {}
    };
  }

  private void awaitSlot(long number, Pause pause) {
    if (number - knownTaken.get() > slots) {
      taken.awaitAtLeast(number - slots, pause);
      knownTaken.set(taken.get());
    }
  }

  @Override
  public Incoming incoming(DeviceMatrix from, long offset, long count, Taking taking) {
    Operation[] operations = operations(slot -> taking.from(mailbox.message(slot), 0));
    return new Incoming() {
      @Override
      public boolean ready() {
        return mailbox.holds(received.get() + 1);
      }

      @Override
      public void take(Pause pause) {
        long number = received.get() + 1;
        operations[slot(number)].run();
        received.set(number);
        taken.set(number);
      }
    };
  }

  private Operation[] operations(IntFunction<Operation> ofSlot) {
    return IntStream.range(0, slots).mapToObj(ofSlot).toArray(Operation[]::new);
  }

  private int slot(long number) {
    return (int) (number & (slots - 1));
  }
}
