package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.LocalReads;
import dev.muster.kernels.tensor.DType;

/** Reads from the local memory of every unit of a device at once: what it gives at most. */
public final class OpenClLocalReads implements Kernel {
  private static final int GROUP_MAX = 256;
  private static final int ITEMS_PER_UNIT = 2048;
  private static final int ITEMS_PER_CORE = 1024;

  private final OpenClDevice device;

  OpenClLocalReads(OpenClDevice device) {
    this.device = device;
  }

  /** The problem that finds the ceiling of a device. */
  static LocalReads problem(DeviceFacts facts, DType dtype) {
    return new LocalReads(
        dtype, facts.computeUnits() * (facts.isCpu() ? ITEMS_PER_CORE : ITEMS_PER_UNIT));
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return LocalReads.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof LocalReads)) {
      return Support.no("computes reads from local memory only");
    }
    if (device.hasReal(problem.dtype()) instanceof Support.No no) {
      return no;
    }
    int table = LocalReads.VECTORS * LocalReads.VECTOR_BYTES;
    return table > device.facts().localBytes()
        ? Support.no(
            "a table of %d bytes; %s has %d bytes of local memory"
                .formatted(table, device.id(), device.facts().localBytes()))
        : new MemoryNeed().add("out", problem.operandBytes(1)).on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    LocalReads reads = (LocalReads) problem;
    ClTarget target = device.target();
    long group =
        Math.min(
            Math.min(GROUP_MAX, Integer.highestOneBit(reads.items())),
            Long.highestOneBit(device.facts().maxGroupSize()));
    String defines =
        "-DLANES=%d -DVECTORS=%d -DREADS=%d -DGROUP=%d %s"
            .formatted(
                LocalReads.VECTOR_BYTES / reads.dtype().bytes(),
                LocalReads.VECTORS,
                LocalReads.READS,
                group,
                ClTarget.real(reads.dtype()));
    return new FixedWork("reads", reads.items(), group)
        .bind(
            target,
            "groups of %d on %s".formatted(group, device.description()),
            operands,
            () -> target.program("local.cl", defines));
  }
}
