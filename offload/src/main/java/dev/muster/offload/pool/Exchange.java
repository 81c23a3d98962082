package dev.muster.offload.pool;

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
   * @param from where the peer posts
   * @param operation takes it
   * @param after the receives of this exchange that must come first
   */
  record Incoming(Rendezvous from, Operation operation, List<Integer> after) {}

  private final Rendezvous[] outgoing;
  private final Incoming[] incoming;
  private final boolean[] done;
  private final Pause pause;

  Exchange(List<Rendezvous> outgoing, List<Incoming> incoming, Pause pause) {
    this.outgoing = outgoing.toArray(Rendezvous[]::new);
    this.incoming = incoming.toArray(Incoming[]::new);
    this.done = new boolean[incoming.size()];
    this.pause = pause;
  }

  @Override
  public void run() {
    for (Rendezvous each : outgoing) {
      each.post();
    }
    takeAll();
    for (Rendezvous each : outgoing) {
      each.awaitTaken(pause);
    }
  }

  private void takeAll() {
    java.util.Arrays.fill(done, false);
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
      Incoming each = incoming[i];
      if (!done[i] && each.from.ready() && inOrder(each.after)) {
        each.operation.run();
        each.from.take();
        done[i] = true;
        taken++;
      }
    }
    return taken;
  }

  private boolean inOrder(List<Integer> after) {
    for (int i = 0; i < after.size(); i++) {
      if (!done[after.get(i)]) {
        return false;
      }
    }
    return true;
  }
}
