package dev.muster.offload.pool;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Slots in shared memory for messages from one rank to one other. A slot begins with the number of
 * the message that it holds; a message that is short enough lies on the same cache line, so that
 * one transfer between two cores brings both.
 */
public final class Mailbox {
  private static final VarHandle NUMBER =
      ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

  private final MemorySegment memory;
  private final DType dtype;
  private final long count;
  private final int slots;
  private final long headBytes;
  private final long slotBytes;

  /**
   * @param count elements of the longest message
   * @param slots a power of two
   */
  Mailbox(Arena arena, DType dtype, long count, int slots) {
    this.dtype = dtype;
    this.count = count;
    this.slots = slots;
    long bytes = count * dtype.bytes();
    this.headBytes = bytes <= Buffers.LINE_BYTES - Long.BYTES ? Long.BYTES : Buffers.LINE_BYTES;
    this.slotBytes = Math.ceilDiv(headBytes + bytes, Buffers.LINE_BYTES) * Buffers.LINE_BYTES;
    this.memory = Buffers.allocate(arena, slots * slotBytes);
  }

  /** The memory for a message in a slot. */
  DeviceMatrix message(int slot) {
    long bytes = count * dtype.bytes();
    MemorySegment segment = memory.asSlice(slot * slotBytes + headBytes, bytes);
    return new HostMatrix(new Matrix(segment, dtype, 1, count, count));
  }

  /** Sender: the message with this number is in its slot. */
  void publish(long number) {
    NUMBER.setRelease(memory, at(number), number);
  }

  /** Receiver: whether the message with this number is there. */
  boolean holds(long number) {
    return (long) NUMBER.getAcquire(memory, at(number)) == number;
  }

  private long at(long number) {
    return (number & (slots - 1)) * slotBytes;
  }
}
