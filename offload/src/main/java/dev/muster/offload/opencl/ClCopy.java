package dev.muster.offload.opencl;

import org.lwjgl.opencl.CL10;

/** Copies bytes between two memories of one context; nothing where there are none. */
record ClCopy(ClMemory from, long fromBytes, ClMemory into, long intoBytes, long sizeBytes)
    implements ClCommand {
  private static final long NULL = 0;

  @Override
  public void enqueue(ClQueue queue) {
    if (sizeBytes > 0) {
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
              NULL));
    }
  }
}
