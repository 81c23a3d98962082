package dev.muster.offload.opencl;

import dev.muster.offload.pool.UnsupportedPoolException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;

/** Splits a device into parts. */
final class SubDevices {
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
    long[] handles = create(root, partition);
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

  private static long[] create(OpenClDevice root, Partition partition) {
    long[] asked = partition.properties(root);
    try (Arena arena = Arena.ofConfined()) {
      long properties = arena.allocateFrom(ValueLayout.JAVA_LONG, asked).address();
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      check(root, partition, clCreate(root, properties, 0, NULL, count.address()));
      int parts = count.get(ValueLayout.JAVA_INT, 0);
      MemorySegment devices = arena.allocate(ValueLayout.JAVA_LONG, parts);
      check(root, partition, clCreate(root, properties, parts, devices.address(), NULL));
      return devices.toArray(ValueLayout.JAVA_LONG);
    }
  }

  private static int clCreate(
      OpenClDevice root, long properties, int most, long devices, long count) {
    return CL12.nclCreateSubDevices(root.handle(), properties, most, devices, count);
  }

  /** A driver may offer a way to split its devices, and not go it with this one. */
  private static void check(OpenClDevice root, Partition partition, int code) {
    if (code == CL12.CL_DEVICE_PARTITION_FAILED
        || code == CL12.CL_INVALID_DEVICE_PARTITION_COUNT
        || code == CL10.CL_INVALID_VALUE) {
      throw new UnsupportedPoolException(
          "%s cannot be split by %s: %s"
              .formatted(root.named(), partition.text(), ClError.name(code)));
    }
    ClError.check("clCreateSubDevices", code);
  }
}
