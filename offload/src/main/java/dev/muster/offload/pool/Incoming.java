package dev.muster.offload.pool;

/** A message that a rank receives in one step, again and again. Used by the receiver alone. */
interface Incoming {

  /** Whether the next message is there. */
  boolean ready();

  /** Takes the message that is there. */
  void take();
}
