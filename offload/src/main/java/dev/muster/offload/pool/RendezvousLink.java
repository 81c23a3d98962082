package dev.muster.offload.pool;

/** The receiver reads the memory of the sender, and says when it has. */
final class RendezvousLink implements Link {
  private final Rendezvous rendezvous = new Rendezvous();

  @Override
  public Outgoing outgoing(DeviceMatrix from, long offset, long count) {
    return new Outgoing() {
      @Override
      public void post(Pause pause) {
        rendezvous.post();
      }

      @Override
      public void awaitTaken(Pause pause) {
        rendezvous.awaitTaken(pause);
      }
    };
  }

  @Override
  public Incoming incoming(DeviceMatrix from, long offset, long count, Taking taking) {
    Operation operation = taking.from(from, offset);
    return new Incoming() {
      @Override
      public boolean ready() {
        return rendezvous.ready();
      }

      @Override
      public void take(Pause pause) {
        operation.run();
        rendezvous.take();
      }
    };
  }
}
