package dev.muster.offload.pool;

/** The way from one rank to another: messages arrive in the order in which they were sent. */
interface Link {

  /**
   * The sender's end of a message.
   *
   * @param count elements
   */
  Outgoing outgoing(DeviceMatrix from, long offset, long count);

  /**
   * The receiver's end of the message that was sent from there.
   *
   * @param count elements
   */
  Incoming incoming(DeviceMatrix from, long offset, long count, Taking taking);

  /** What the receiver does with a message. */
  @FunctionalInterface
  interface Taking {
    /** For a message that lies there. */
    Operation from(DeviceMatrix message, long offset);
  }
}
