package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;

/** An in-order {@code cl_command_queue} of one device; its copies block. */
final class ClQueue extends ClObject {
  private static final long NULL = 0;
  private static final int BLOCKING = CL10.CL_TRUE;

  private final long eventAddress;

  private ClQueue(ClContext context, long device, long properties, long eventAddress) {
    super(
        ClError.create(
            "clCreateCommandQueue",
            code -> CL10.nclCreateCommandQueue(context.handle(), device, properties, code)),
        "clReleaseCommandQueue",
        CL10::clReleaseCommandQueue);
    this.eventAddress = eventAddress;
  }

  ClQueue(ClContext context, long device) {
    this(context, device, 0, NULL);
  }

  /**
   * A queue whose driver notes when each command was queued, submitted, started and ended.
   *
   * @param eventAddress of memory that every command writes its {@code cl_event} to
   */
  static ClQueue profiling(ClContext context, long device, long eventAddress) {
    return new ClQueue(context, device, CL10.CL_QUEUE_PROFILING_ENABLE, eventAddress);
  }

  /** Where a command that is put into this queue writes its event; 0 where nobody asks for it. */
  long eventAddress() {
    return eventAddress;
  }

  /** Copies the elements of a matrix, without what lies between its rows, to contiguous memory. */
  void write(Matrix from, ClMemory into) {
    if (from.count() == 0) {
      return;
    }
    long address = address(from);
    if (from.contiguous()) {
      ClError.check(
          "clEnqueueWriteBuffer",
          CL10.nclEnqueueWriteBuffer(
              handle(), into.handle(), BLOCKING, 0, from.bytes(), address, 0, NULL, eventAddress));
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      Rows rows = new Rows(from, arena);
      ClError.check(
          "clEnqueueWriteBufferRect",
          CL11.nclEnqueueWriteBufferRect(
              handle(),
              into.handle(),
              BLOCKING,
              rows.origin,
              rows.origin,
              rows.region,
              rows.deviceRowBytes,
              0,
              rows.hostRowBytes,
              0,
              address,
              0,
              NULL,
              eventAddress));
    }
  }

  /** Copies contiguous memory to the elements of a matrix, and to nothing between its rows. */
  void read(ClMemory from, Matrix into) {
    if (into.contiguous()) {
      read(from, 0, into);
    } else if (into.count() > 0) {
      readRows(from, into);
    }
  }

  /** Copies what begins there to a contiguous matrix. */
  void read(ClMemory from, long fromBytes, Matrix into) {
    if (into.count() == 0) {
      return;
    }
    ClError.check(
        "clEnqueueReadBuffer",
        CL10.nclEnqueueReadBuffer(
            handle(),
            from.handle(),
            BLOCKING,
            fromBytes,
            into.bytes(),
            address(into),
            0,
            NULL,
            eventAddress));
  }

  private void readRows(ClMemory from, Matrix into) {
    long address = address(into);
    try (Arena arena = Arena.ofConfined()) {
      Rows rows = new Rows(into, arena);
      ClError.check(
          "clEnqueueReadBufferRect",
          CL11.nclEnqueueReadBufferRect(
              handle(),
              from.handle(),
              BLOCKING,
              rows.origin,
              rows.origin,
              rows.region,
              rows.deviceRowBytes,
              0,
              rows.hostRowBytes,
              0,
              address,
              0,
              NULL,
              eventAddress));
    }
  }

  /** Waits until all that was enqueued is done and seen by every device of the context. */
  void finish() {
    ClError.check("clFinish", CL10.clFinish(handle()));
  }

  private static long address(Matrix matrix) {
    if (!matrix.segment().isNative()) {
      throw new IllegalArgumentException("operands for OpenCL have to lie off-heap");
    }
    return matrix.segment().address();
  }

  /** The rows of a matrix of the host as a region of bytes. */
  private static final class Rows {
    final long origin;
    final long region;
    final long deviceRowBytes;
    final long hostRowBytes;

    Rows(Matrix matrix, Arena arena) {
      MemorySegment zero = arena.allocateFrom(ValueLayout.JAVA_LONG, 0, 0, 0);
      this.deviceRowBytes = matrix.cols() * matrix.dtype().bytes();
      this.hostRowBytes = matrix.stride() * matrix.dtype().bytes();
      this.origin = zero.address();
      this.region =
          arena.allocateFrom(ValueLayout.JAVA_LONG, deviceRowBytes, matrix.rows(), 1).address();
    }
  }
}
