package dev.muster.offload.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.lwjgl.opencl.CL10;

/**
 * A platform: one driver.
 *
 * @param handle its {@code cl_platform_id}
 */
record OpenClPlatform(long handle, String name, String vendor, String version) {
  private static final long NULL = 0;

  static OpenClPlatform of(long handle) {
    ClInfo info =
        new ClInfo(
            "clGetPlatformInfo",
            (property, size, value, sizeOut) ->
                CL10.nclGetPlatformInfo(handle, property, size, value, sizeOut));
    return new OpenClPlatform(
        handle,
        info.text(CL10.CL_PLATFORM_NAME),
        info.text(CL10.CL_PLATFORM_VENDOR),
        info.text(CL10.CL_PLATFORM_VERSION));
  }

  /** The {@code cl_device_id} of each device; none is no error. */
  long[] devices() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      int code = CL10.nclGetDeviceIDs(handle, CL10.CL_DEVICE_TYPE_ALL, 0, NULL, count.address());
      int devices = count.get(ValueLayout.JAVA_INT, 0);
      if (code == CL10.CL_DEVICE_NOT_FOUND || (code == ClError.SUCCESS && devices == 0)) {
        return new long[0];
      }
      ClError.check("clGetDeviceIDs", code);
      MemorySegment ids = arena.allocate(ValueLayout.JAVA_LONG, devices);
      ClError.check(
          "clGetDeviceIDs",
          CL10.nclGetDeviceIDs(handle, CL10.CL_DEVICE_TYPE_ALL, devices, ids.address(), NULL));
      return ids.toArray(ValueLayout.JAVA_LONG);
    }
  }
}
