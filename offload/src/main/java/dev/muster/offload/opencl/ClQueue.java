package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.CL12;

/**
 * An in-order {@code cl_command_queue} of one device; its copies block, but for the later ones. For
 * one thread.
 */
final class ClQueue extends ClObject {
  private static final long NULL = 0;
  private static final int BLOCKING = CL10.CL_TRUE;
  private static final int NOT_BLOCKING = CL10.CL_FALSE;

  private final long eventAddress;
  private boolean flushed;

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
    writeMatrix(from, into, BLOCKING);
  }

  /** The same, some time before the queue is finished. */
  void writeLater(Matrix from, ClMemory into) {
    writeMatrix(from, into, NOT_BLOCKING);
  }

  /** Copies a contiguous matrix to what begins there. */
  void write(Matrix from, ClMemory into, long intoBytes) {
    write(from, into, intoBytes, BLOCKING);
  }

  private void writeMatrix(Matrix from, ClMemory into, int blocking) {
    if (from.contiguous()) {
      write(from, into, 0, blocking);
    } else if (from.count() > 0) {
      writeRows(from, into, blocking);
    }
  }

  private void write(Matrix from, ClMemory into, long intoBytes, int blocking) {
    if (from.count() == 0) {
      return;
    }
    ClError.check(
        "clEnqueueWriteBuffer",
        CL10.nclEnqueueWriteBuffer(
            handle(),
            into.handle(),
            blocking,
            intoBytes,
            from.bytes(),
            address(from),
            0,
            NULL,
            eventAddress));
  }

  private void writeRows(Matrix from, ClMemory into, int blocking) {
    long address = address(from);
    try (Arena arena = Arena.ofConfined()) {
      Rows rows = new Rows(from, arena);
      ClError.check(
          "clEnqueueWriteBufferRect",
          CL11.nclEnqueueWriteBufferRect(
              handle(),
              into.handle(),
              blocking,
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

  /**
   * Gives memory that lies with the host to the device, or back to the host: what one has written
   * is seen by the other.
   *
   * @param flags what the host was to do with it, e.g. {@code CL_MAP_READ}
   */
  private void passOn(ClMemory memory, long bytes, long flags) {
    unmap(memory, map(memory, bytes, flags));
    finish();
  }

  private long map(ClMemory memory, long bytes, long flags) {
    return ClError.create(
        "clEnqueueMapBuffer",
        code ->
            CL10.nclEnqueueMapBuffer(
                handle(), memory.handle(), BLOCKING, flags, 0, bytes, 0, NULL, NULL, code));
  }

  /** Where the host reads and writes memory, until that is unmapped. */
  long map(ClMemory memory, long bytes) {
    return map(memory, bytes, CL10.CL_MAP_READ | CL10.CL_MAP_WRITE);
  }

  void unmap(ClMemory memory, long address) {
    ClError.check(
        "clEnqueueUnmapMemObject",
        CL10.nclEnqueueUnmapMemObject(handle(), memory.handle(), address, 0, NULL, eventAddress));
  }

  /**
   * What the host has written to memory of its own is seen by the device. It is mapped to be
   * written whole, since a driver with a copy of it would else bring that here first, over what was
   * written.
   */
  void passToDevice(ClMemory memory, long bytes) {
    passOn(memory, bytes, CL12.CL_MAP_WRITE_INVALIDATE_REGION);
  }

  /** What the device has written to memory of the host is seen there. */
  void passToHost(ClMemory memory, long bytes) {
    passOn(memory, bytes, CL10.CL_MAP_READ);
  }

  /** Copies contiguous memory to the elements of a matrix, and to nothing between its rows. */
  void read(ClMemory from, Matrix into) {
    read(from, into, BLOCKING);
  }

  /** The same, some time before the queue is finished. */
  void readLater(ClMemory from, Matrix into) {
    read(from, into, NOT_BLOCKING);
  }

  private void read(ClMemory from, Matrix into, int blocking) {
    if (into.contiguous()) {
      read(from, 0, into, blocking);
    } else if (into.count() > 0) {
      readRows(from, into, blocking);
    }
  }

  /** Copies what begins there to a contiguous matrix. */
  void read(ClMemory from, long fromBytes, Matrix into) {
    read(from, fromBytes, into, BLOCKING);
  }

  private void read(ClMemory from, long fromBytes, Matrix into, int blocking) {
    if (into.count() == 0) {
      return;
    }
    ClError.check(
        "clEnqueueReadBuffer",
        CL10.nclEnqueueReadBuffer(
            handle(),
            from.handle(),
            blocking,
            fromBytes,
            into.bytes(),
            address(into),
            0,
            NULL,
            eventAddress));
  }

  private void readRows(ClMemory from, Matrix into, int blocking) {
    long address = address(into);
    try (Arena arena = Arena.ofConfined()) {
      Rows rows = new Rows(into, arena);
      ClError.check(
          "clEnqueueReadBufferRect",
          CL11.nclEnqueueReadBufferRect(
              handle(),
              from.handle(),
              blocking,
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

  /**
   * Enqueues these. Where one fails, those before it have come to their end: memory must not go
   * while they write to it.
   */
  void enqueue(ClCommand... commands) {
    try {
      for (ClCommand command : commands) {
        command.enqueue(this);
      }
    } catch (OpenClException e) {
      finishAfter(e);
      throw e;
    }
  }

  /** Waits as {@link #finish} does, after something has failed. */
  void finishAfter(OpenClException failure) {
    try {
      finish();
    } catch (OpenClException e) {
      failure.addSuppressed(e);
    }
  }

  /** Lets the device begin with what was enqueued. */
  void flush() {
    ClError.check("clFlush", CL10.clFlush(handle()));
    flushed = true;
  }

  /** Waits until all that was enqueued is done and seen by every device of the context. */
  void finish() {
    if (flushed) {
      DriverQuirks.leaveSomethingToFinish(handle());
      flushed = false;
    }
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
