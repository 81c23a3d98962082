package dev.muster.offload.pool;

/** A message that a rank sends in one step, again and again. Used by the sender alone. */
interface Outgoing {

  /** Gives the message to the receiver, which takes it in its own time. */
  void post(Pause pause);

  /** Returns when the memory of the message may change. */
  void awaitTaken(Pause pause);
}
