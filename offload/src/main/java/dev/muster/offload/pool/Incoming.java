package dev.muster.offload.pool;

/** A message that a rank receives in one step, again and again. Used by the receiver alone. */
interface Incoming {

  /** Whether the next message is there, or its beginning. */
  boolean ready();

  /** Takes the message that is there; the rest of it comes while it does, and is waited for. */
  void take(Pause pause);
}
