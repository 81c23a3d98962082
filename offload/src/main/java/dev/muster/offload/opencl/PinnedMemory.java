package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.MemorySegment;

/**
 * Memory of the host that a driver allocates and keeps mapped, so that a device of its own memory
 * copies from and to it without another copy by the host (pinned, page-locked memory).
 */
final class PinnedMemory implements Owned.Owner {
  private final ClQueue queue;
  private final ClMemory memory;
  private final long address;
  private final Matrix vector;
  private boolean closed;

  /** A vector in such memory, contents undefined; the queue is to be closed after it. */
  @SuppressWarnings("restricted")
  PinnedMemory(ClContext context, ClQueue queue, DType dtype, long count) {
    this.queue = queue;
    long bytes = Math.max(count, 1) * dtype.bytes();
    this.memory = ClMemory.pinned(context, bytes);
    try {
      this.address = queue.map(memory, bytes);
      MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(count * dtype.bytes());
      this.vector = Matrix.vector(segment, dtype);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  Matrix vector() {
    return vector;
  }

  /** Twice is fine. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        queue.unmap(memory, address);
        queue.finish();
      } finally {
        memory.close();
      }
    }
  }
}
