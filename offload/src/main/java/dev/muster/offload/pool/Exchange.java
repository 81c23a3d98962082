package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Activity;
import java.util.Arrays;
import java.util.List;

/**
 * The transfers of one rank that begin together: posts every send, takes what comes as it comes,
 * and returns when all is taken.
 *
 * <p>A receive waits for earlier ones into the same region, so that sums have a fixed order, and
 * from the same peer.
 */
final class Exchange implements Operation {

  /**
   * One receive.
   *
   * @param after the receives of this exchange that must come first
   */
  record Receipt(Incoming message, List<Integer> after) {}

  private static final int APART = 128;

  private final Outgoing[] outgoing;
  private final Incoming[] incoming;
  private final int[][] after;

  /** Of each receive, behind what keeps other objects off its cache lines: it is written. */
  private final boolean[] done;

  private final Pause pause;

  Exchange(List<Outgoing> outgoing, List<Receipt> receipts, Pause pause) {
    this.outgoing = outgoing.toArray(Outgoing[]::new);
    this.incoming = receipts.stream().map(Receipt::message).toArray(Incoming[]::new);
    this.after =
        receipts.stream()
            .map(receipt -> receipt.after.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    this.done = new boolean[APART + receipts.size() + APART];
    this.pause = pause;
  }

  @Override
  public void run() {
    for (Outgoing each : outgoing) {
      each.post(pause);
    }
    takeAll();
    for (Outgoing each : outgoing) {
      each.awaitTaken(pause);
    }
  }

  @Override
  public void run(Laps laps, Activity activity) {
    for (Outgoing each : outgoing) {
      each.post(pause);
    }
    if (outgoing.length > 0) {
      laps.lap(Activity.SEND);
    }
    takeAll(laps);
    for (Outgoing each : outgoing) {
      each.awaitTaken(pause);
    }
    laps.lap(Activity.WAIT);
  }

  private void takeAll(Laps laps) {
    Arrays.fill(done, APART, APART + incoming.length, false);
    int left = incoming.length;
    pause.begin();
    while (left > 0) {
      int ready = firstReady();
      if (ready < 0) {
        pause.once();
      } else {
        laps.lap(Activity.WAIT);
        incoming[ready].take(pause);
        done[APART + ready] = true;
        left--;
        laps.lap(Activity.RECEIVE);
        pause.begin();
      }
    }
  }

  private int firstReady() {
    for (int i = 0; i < incoming.length; i++) {
      if (!done[APART + i] && incoming[i].ready() && inOrder(after[i])) {
        return i;
      }
    }
    return -1;
  }

  private void takeAll() {
    if (incoming.length == 1) {
      takeOnly(incoming[0]);
    } else {
      takeAsTheyCome();
    }
  }

  private void takeOnly(Incoming message) {
    pause.begin();
    while (!message.ready()) {
      pause.once();
    }
    message.take(pause);
  }

  private void takeAsTheyCome() {
    Arrays.fill(done, APART, APART + incoming.length, false);
    int left = incoming.length;
    pause.begin();
    while (left > 0) {
      int taken = takeWhatIsReady();
      left -= taken;
      if (taken == 0) {
        pause.once();
      } else {
        pause.begin();
      }
    }
  }

  private int takeWhatIsReady() {
    int taken = 0;
    for (int i = 0; i < incoming.length; i++) {
      if (!done[APART + i] && incoming[i].ready() && inOrder(after[i])) {
        incoming[i].take(pause);
        done[APART + i] = true;
        taken++;
      }
    }
    return taken;
  }

  private boolean inOrder(int[] earlier) {
    for (int i : earlier) {
      if (!done[APART + i]) {
        return false;
      }
    }
    return true;
  }
}
