package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.lwjgl.opencl.CL10;

/**
 * A kernel with its arguments and its grid in place. {@link #enqueue} allocates nothing: the grid
 * lies in native memory. Used by one thread at a time.
 */
final class ClLaunch implements Owned.Owner, ClCommand {
  private static final long NULL = 0;

  private final Kernel kernel;
  private final Arena arena = Arena.ofShared();
  private final int dimensions;
  private final boolean empty;
  private final long globalAddress;
  private final long localAddress;
  private int argumentCount;

  private static final class Kernel extends ClObject {
    private Kernel(long handle) {
      super(handle, "clReleaseKernel", CL10::clReleaseKernel);
    }

    /** One that takes groups of this size. */
    static Kernel of(ClProgram program, String name, long[] group) {
      Kernel kernel = new Kernel(create(program, name));
      try {
        kernel.requireGroup(program.device(), name, group);
        return kernel;
      } catch (RuntimeException e) {
        kernel.close();
        throw e;
      }
    }

    private static long create(ClProgram program, String kernel) {
      try (Arena names = Arena.ofConfined()) {
        MemorySegment name = names.allocateFrom(kernel);
        return ClError.create(
            "clCreateKernel " + kernel,
            code -> CL10.nclCreateKernel(program.handle(), name.address(), code));
      }
    }

    /**
     * A kernel may take so many registers that fewer work-items make a group than the device has in
     * one otherwise; and a device may have fewer in one dimension.
     */
    private void requireGroup(long device, String name, long[] group) {
      long items = LongStream.of(group).reduce(1, Math::multiplyExact);
      long most =
          new ClInfo(
                  "clGetKernelWorkGroupInfo",
                  (property, size, value, sizeOut) ->
                      CL10.nclGetKernelWorkGroupInfo(
                          handle(), device, property, size, value, sizeOut))
              .number(CL10.CL_KERNEL_WORK_GROUP_SIZE);
      if (items > most && !DriverQuirks.understatesGroups(device)) {
        throw new OpenClException(
            "kernel %s takes groups of %d work-items at most on this device; %d were asked for"
                .formatted(name, most, items),
            CL10.CL_INVALID_WORK_GROUP_SIZE);
      }
      long[] mostOf = ClInfo.ofDevice(device).numbers(CL10.CL_DEVICE_MAX_WORK_ITEM_SIZES);
      for (int i = 0; i < group.length; i++) {
        if (i < mostOf.length && group[i] > mostOf[i]) {
          throw new OpenClException(
              "kernel %s: groups of this device have %d work-items at most in dimension %d; %d were asked for"
                  .formatted(name, mostOf[i], i, group[i]),
              CL10.CL_INVALID_WORK_ITEM_SIZE);
        }
      }
    }
  }

  /**
   * @param items work-items that are needed in each dimension; the grid is rounded up to whole
   *     groups, and with a 0 there is nothing to do
   * @param group work-items of a group in each dimension
   */
  ClLaunch(ClProgram program, String kernel, long[] items, long[] group) {
    this.kernel = Kernel.of(program, kernel, group);
    this.dimensions = items.length;
    long[] global = new long[dimensions];
    boolean nothing = false;
    for (int i = 0; i < dimensions; i++) {
      global[i] = Math.ceilDiv(items[i], group[i]) * group[i];
      nothing |= items[i] == 0;
    }
    this.empty = nothing;
    this.globalAddress = arena.allocateFrom(ValueLayout.JAVA_LONG, global).address();
    this.localAddress = arena.allocateFrom(ValueLayout.JAVA_LONG, group).address();
  }

  /** The next argument, a {@code ulong}. */
  ClLaunch with(long value) {
    return argument(CL10.clSetKernelArg1l(kernel.handle(), argumentCount, value));
  }

  /** The next argument, a {@code float} or a {@code double}. */
  ClLaunch with(DType dtype, double value) {
    return argument(
        switch (dtype) {
          case F32 -> CL10.clSetKernelArg1f(kernel.handle(), argumentCount, (float) value);
          case F64 -> CL10.clSetKernelArg1d(kernel.handle(), argumentCount, value);
          default -> throw new IllegalArgumentException("no argument of type " + dtype);
        });
  }

  /** The next argument, a {@code __global} pointer. */
  ClLaunch with(ClMemory value) {
    return argument(CL10.clSetKernelArg1p(kernel.handle(), argumentCount, value.handle()));
  }

  /** The next argument, a {@code __local} pointer to so many bytes. */
  ClLaunch withLocal(long bytes) {
    return argument(CL10.clSetKernelArg(kernel.handle(), argumentCount, bytes));
  }

  private ClLaunch argument(int code) {
    ClError.check("clSetKernelArg", code);
    argumentCount++;
    return this;
  }

  @Override
  public void enqueue(ClQueue queue) {
    if (empty) {
      return;
    }
    ClError.check(
        "clEnqueueNDRangeKernel",
        CL10.nclEnqueueNDRangeKernel(
            queue.handle(),
            kernel.handle(),
            dimensions,
            NULL,
            globalAddress,
            localAddress,
            0,
            NULL,
            queue.eventAddress()));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      kernel.close();
      arena.close();
    }
  }
}
