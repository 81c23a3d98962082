package dev.muster.offload.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.opencl.CL12;

/** Splits a device into parts. */
final class SubDevices {
  private static final String CREATE = "clCreateSubDevices";
  private static final long NULL = 0;

  private SubDevices() {}

  private static final class Handle extends ClObject {
    Handle(long handle) {
      super(handle, "clReleaseDevice", CL12::clReleaseDevice);
    }
  }

  /**
   * The parts.
   *
   * @param owned gets the parts
   * @throws dev.muster.kernels.problem.BadInputException where the device can be split, but not so
   * @throws dev.muster.offload.pool.UnsupportedPoolException where the driver cannot split it so
   */
  static List<OpenClDevice> split(OpenClDevice root, Partition partition, Owned owned) {
    long[] handles = create(root, partition.properties(root));
    for (long handle : handles) {
      owned.add(new Handle(handle));
    }
    List<OpenClDevice> devices = new ArrayList<>();
    for (long handle : handles) {
      String id = id(root, partition, devices.size());
      devices.add(owned.add(new OpenClDevice(root.platform(), handle, id)));
    }
    return List.copyOf(devices);
  }

  /** The name of one part, e.g. {@code opencl:0/2.0}. */
  static String id(OpenClDevice root, Partition partition, int part) {
    return "%s/%s.%d".formatted(root.id(), partition.text(), part);
  }

  private static long[] create(OpenClDevice root, long[] partition) {
    try (Arena arena = Arena.ofConfined()) {
      long properties = arena.allocateFrom(ValueLayout.JAVA_LONG, partition).address();
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      ClError.check(
          CREATE, CL12.nclCreateSubDevices(root.handle(), properties, 0, NULL, count.address()));
      int parts = count.get(ValueLayout.JAVA_INT, 0);
      MemorySegment devices = arena.allocate(ValueLayout.JAVA_LONG, parts);
      ClError.check(
          CREATE,
          CL12.nclCreateSubDevices(root.handle(), properties, parts, devices.address(), NULL));
      return devices.toArray(ValueLayout.JAVA_LONG);
    }
  }
}
