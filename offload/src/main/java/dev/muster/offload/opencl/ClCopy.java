package dev.muster.offload.opencl;

import org.lwjgl.opencl.CL10;

/**
 * Copies bytes between two memories of one context; nothing where there are none, or where they are
 * there already, which OpenCL would refuse.
 */
record ClCopy(ClMemory from, long fromBytes, ClMemory into, long intoBytes, long sizeBytes)
    implements ClCommand {
  private static final long NULL = 0;

  @Override
  public void enqueue(ClQueue queue) {
    boolean there = from == into && fromBytes == intoBytes;
    if (sizeBytes > 0 && !there) {
      ClError.check(
          "clEnqueueCopyBuffer",
          CL10.nclEnqueueCopyBuffer(
              queue.handle(),
              from.handle(),
              into.handle(),
              fromBytes,
              intoBytes,
              sizeBytes,
              0,
              NULL,
              queue.eventAddress()));
    }
  }
}
