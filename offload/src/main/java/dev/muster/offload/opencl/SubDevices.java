package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.lwjgl.opencl.CL12;

/** Splits a device into parts with the same number of compute units, or as nearly as it goes. */
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
   * @throws BadInputException where there are fewer compute units than parts
   * @throws UnsupportedPoolException where the driver cannot split this device
   */
  static List<OpenClDevice> split(OpenClDevice root, int parts, Owned owned) {
    requireLegal(root, parts);
    List<OpenClDevice> devices = new ArrayList<>();
    for (long handle : create(root, parts)) {
      owned.add(new Handle(handle));
      String id = id(root, parts, devices.size());
      devices.add(owned.add(new OpenClDevice(root.platform(), handle, id)));
    }
    return List.copyOf(devices);
  }

  /** The name of one part, e.g. {@code opencl:0/2.0}. */
  static String id(OpenClDevice root, int parts, int part) {
    return "%s/%d.%d".formatted(root.id(), parts, part);
  }

  private static void requireLegal(OpenClDevice root, int parts) {
    DeviceFacts facts = root.facts();
    if (parts < 1 || parts > facts.computeUnits()) {
      throw new BadInputException(
          "%s (%s) has no %d parts; legal: 1 to %d, its compute units"
              .formatted(root.id(), facts.name(), parts, facts.computeUnits()));
    }
    if (!facts.canSplit()) {
      throw new UnsupportedPoolException(
          "%s (%s, driver %s) cannot be split: the driver offers no sub-devices"
              .formatted(root.id(), facts.name(), facts.driverVersion()));
    }
    if (parts > facts.subDevicesMax()) {
      throw new BadInputException(
          "%s (%s) has no %d parts; legal: 1 to %d, the sub-devices of its driver"
              .formatted(root.id(), facts.name(), parts, facts.subDevicesMax()));
    }
  }

  private static long[] create(OpenClDevice root, int parts) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment properties =
          arena.allocateFrom(ValueLayout.JAVA_LONG, partition(root.facts(), parts));
      MemorySegment devices = arena.allocate(ValueLayout.JAVA_LONG, parts);
      ClError.check(
          "clCreateSubDevices",
          CL12.nclCreateSubDevices(
              root.handle(), properties.address(), parts, devices.address(), NULL));
      return devices.toArray(ValueLayout.JAVA_LONG);
    }
  }

  /** Equally where it comes out even, else by counts that differ by one at most. */
  static long[] partition(DeviceFacts facts, int parts) {
    int units = facts.computeUnits();
    boolean even = units % parts == 0;
    if (even && facts.partitions().contains((long) CL12.CL_DEVICE_PARTITION_EQUALLY)) {
      return new long[] {CL12.CL_DEVICE_PARTITION_EQUALLY, units / parts, 0};
    }
    if (!facts.partitions().contains((long) CL12.CL_DEVICE_PARTITION_BY_COUNTS)) {
      throw new UnsupportedPoolException(
          "%d compute units cannot be split into %d: the driver makes equal parts only"
              .formatted(units, parts));
    }
    long[] counts =
        LongStream.range(0, parts)
            .map(part -> units / parts + (part < units % parts ? 1 : 0))
            .toArray();
    long[] properties = new long[parts + 3];
    properties[0] = CL12.CL_DEVICE_PARTITION_BY_COUNTS;
    System.arraycopy(counts, 0, properties, 1, parts);
    Arrays.fill(properties, parts + 1, parts + 3, CL12.CL_DEVICE_PARTITION_BY_COUNTS_LIST_END);
    return properties;
  }
}
