package dev.muster.offload.opencl;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.Matrix;
import org.lwjgl.opencl.CL10;

/** A {@code cl_mem}: memory that every device of its context may read and write. */
final class ClMemory extends ClObject {
  private static final long NULL = 0;

  private ClMemory(long handle) {
    this(handle, () -> {});
  }

  /**
   * @param afterwards lets go of what it lies in
   */
  private ClMemory(long handle, Runnable afterwards) {
    super(
        handle,
        "clReleaseMemObject",
        released -> {
          int code = CL10.clReleaseMemObject(released);
          afterwards.run();
          return code;
        });
  }

  /**
   * Memory of the host that a device computes in, where it can.
   *
   * @param host contiguous, of one element at least; stays as long as this
   */
  static ClMemory of(ClContext context, Matrix host) {
    return new ClMemory(inHost(context, host.segment().address(), host.bytes()));
  }

  /** Memory with undefined contents for a device that computes in that of the host. */
  static ClMemory onHugePages(ClContext context, long bytes) {
    AdvisedArena arena = new AdvisedArena();
    try {
      long address = Buffers.allocate(arena, bytes).address();
      return new ClMemory(inHost(context, address, bytes), arena::close);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static long inHost(ClContext context, long address, long bytes) {
    return ClError.create(
        "clCreateBuffer of " + DeviceFacts.size(bytes) + " of the host",
        code ->
            CL10.nclCreateBuffer(
                context.handle(),
                CL10.CL_MEM_READ_WRITE | CL10.CL_MEM_USE_HOST_PTR,
                bytes,
                address,
                code));
  }

  /** Memory with undefined contents. */
  static ClMemory allocate(ClContext context, long bytes) {
    return ofDriver(context, bytes, CL10.CL_MEM_READ_WRITE, "");
  }

  /** Memory with undefined contents where the host reaches it, page-locked if the driver can. */
  static ClMemory pinned(ClContext context, long bytes) {
    return ofDriver(
        context, bytes, CL10.CL_MEM_READ_WRITE | CL10.CL_MEM_ALLOC_HOST_PTR, " of the host");
  }

  /** OpenCL has none of 0 bytes, so that at least one f32. */
  private static ClMemory ofDriver(ClContext context, long bytes, long flags, String where) {
    long sizeBytes = Math.max(bytes, Float.BYTES);
    return new ClMemory(
        ClError.create(
            "clCreateBuffer of " + DeviceFacts.size(sizeBytes) + where,
            code -> CL10.nclCreateBuffer(context.handle(), flags, sizeBytes, NULL, code)));
  }
}
