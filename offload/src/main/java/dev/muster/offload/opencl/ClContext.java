package dev.muster.offload.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lwjgl.opencl.CL10;

/**
 * A {@code cl_context}: devices of one platform that share memory, and programs, each built once
 * for a device. Thread-safe.
 */
final class ClContext implements Owned.Owner {
  private static final long NULL = 0;

  private final String name;
  private final Handle handle;
  private final Map<Build, ClProgram> programs = new HashMap<>();

  /** Devices of one driver need not be alike: what one compiles another may refuse. */
  private record Build(ClProgram.Source source, long device) {}

  private static final class Handle extends ClObject {
    Handle(long handle) {
      super(handle, "clReleaseContext", CL10::clReleaseContext);
    }
  }

  /**
   * @param platform that all devices belong to
   * @param devices one or more
   * @param name for messages
   */
  ClContext(long platform, List<Long> devices, String name) {
    this.name = name;
    this.handle = new Handle(create(platform, devices));
  }

  private static long create(long platform, List<Long> devices) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment properties =
          arena.allocateFrom(ValueLayout.JAVA_LONG, CL10.CL_CONTEXT_PLATFORM, platform, 0);
      MemorySegment list =
          arena.allocateFrom(
              ValueLayout.JAVA_LONG, devices.stream().mapToLong(Long::longValue).toArray());
      return ClError.create(
          "clCreateContext",
          code ->
              CL10.nclCreateContext(
                  properties.address(), devices.size(), list.address(), NULL, NULL, code));
    }
  }

  long handle() {
    return handle.handle();
  }

  /**
   * The program for one of the devices, built if it is not yet; it lives as long as this context.
   *
   * @throws OpenClBuildException with what the driver says, shortened
   */
  synchronized ClProgram program(ClProgram.Source source, long device) {
    return programs.computeIfAbsent(
        new Build(source, device), _ -> ClProgram.build(this, source, device, name));
  }

  /** Twice is fine. */
  @Override
  public synchronized void close() {
    programs.values().forEach(ClProgram::close);
    programs.clear();
    handle.close();
  }
}
