package dev.muster.offload.opencl;

import org.lwjgl.opencl.CL10;

/** A {@code cl_mem}: memory that every device of its context may read and write. */
final class ClMemory extends ClObject {
  private static final long NULL = 0;

  private ClMemory(long handle) {
    super(handle, "clReleaseMemObject", CL10::clReleaseMemObject);
  }

  /** Memory with undefined contents; OpenCL has none of 0 bytes, so that at least one f32. */
  static ClMemory allocate(ClContext context, long bytes) {
    long sizeBytes = Math.max(bytes, Float.BYTES);
    return new ClMemory(
        ClError.create(
            "clCreateBuffer of " + DeviceFacts.size(sizeBytes),
            code ->
                CL10.nclCreateBuffer(
                    context.handle(), CL10.CL_MEM_READ_WRITE, sizeBytes, NULL, code)));
  }
}
