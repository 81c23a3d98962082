package dev.muster.offload.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.lwjgl.opencl.CL10;

/** Reads the properties of one OpenCL object through its {@code clGet…Info}. */
final class ClInfo {
  private static final long NULL = 0;

  private final String call;
  private final Query query;

  /** {@code clGet…Info} of one object. */
  @FunctionalInterface
  interface Query {
    int ask(int property, long sizeBytes, long valueAddress, long sizeAddress);
  }

  ClInfo(String call, Query query) {
    this.call = call;
    this.query = query;
  }

  /** Of a device. */
  static ClInfo ofDevice(long device) {
    return new ClInfo(
        "clGetDeviceInfo",
        (property, size, value, sizeOut) ->
            CL10.nclGetDeviceInfo(device, property, size, value, sizeOut));
  }

  /** A property of type {@code char[]}, without its end and the blanks around it. */
  String text(int property) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = value(property, arena).toArray(ValueLayout.JAVA_BYTE);
      return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
  }

  /** A property of an integer type of 4 or 8 bytes, as unsigned. */
  long number(int property) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = value(property, arena);
      return switch ((int) value.byteSize()) {
        case Integer.BYTES -> Integer.toUnsignedLong(value.get(ValueLayout.JAVA_INT, 0));
        case Long.BYTES -> value.get(ValueLayout.JAVA_LONG, 0);
        default ->
            throw new OpenClException(
                "%s: property 0x%x has %d bytes".formatted(call, property, value.byteSize()),
                CL10.CL_INVALID_VALUE);
      };
    }
  }

  /** A property that is a list of 8-byte integers, e.g. {@code cl_device_partition_property[]}. */
  long[] numbers(int property) {
    try (Arena arena = Arena.ofConfined()) {
      return value(property, arena).toArray(ValueLayout.JAVA_LONG);
    }
  }

  /** A property that is a list of 4-byte integers. */
  int[] integers(int property) {
    try (Arena arena = Arena.ofConfined()) {
      return value(property, arena).toArray(ValueLayout.JAVA_INT);
    }
  }

  /** A property as the bytes that it is. */
  byte[] bytes(int property) {
    try (Arena arena = Arena.ofConfined()) {
      return value(property, arena).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private MemorySegment value(int property, Arena arena) {
    MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
    ClError.check(call, query.ask(property, 0, NULL, size.address()));
    long sizeBytes = size.get(ValueLayout.JAVA_LONG, 0);
    MemorySegment value = arena.allocate(sizeBytes, Long.BYTES);
    if (sizeBytes > 0) {
      ClError.check(call, query.ask(property, sizeBytes, value.address(), NULL));
    }
    return value;
  }
}
