package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.FmaPeak;
import dev.muster.kernels.tensor.DType;
import java.util.Set;

/** The chains of {@link FmaPeak} on every unit of a device at once: what it could do at most. */
public final class OpenClFma implements Kernel {
  private static final Set<Integer> LANES = Set.of(1, 2, 4, 8, 16);
  private static final int LANES_MAX = 16;

  /** GPUs compute with two halves of a register at once. */
  private static final int LANES_OF_F16 = 2;

  private final OpenClDevice device;

  public OpenClFma(OpenClDevice device) {
    this.device = device;
  }

  /** The problem that finds the peak of a device. */
  static FmaPeak problem(DeviceFacts facts, DType dtype) {
    return facts.hasExplicitVectors()
        ? new FmaPeak(
            dtype,
            Math.min(LANES_MAX, facts.nativeFloatLanes() * Float.BYTES / dtype.bytes()),
            facts.computeUnits() * FixedWork.ITEMS_PER_CORE)
        : new FmaPeak(
            dtype, dtype == DType.F16 ? LANES_OF_F16 : 1, FixedWork.itemsOfScalars(facts));
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return FmaPeak.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof FmaPeak peak)) {
      return Support.no("computes fma only");
    }
    boolean ofF16 = peak.dtype() == DType.F16;
    if (!ofF16 && device.hasReal(peak.dtype()) instanceof Support.No no) {
      return no;
    }
    if (!(ofF16 ? device.facts().hasFmaOfF16() : device.facts().hasFma())) {
      return Support.no(
          "%s has no instruction for fused multiply-adds%s"
              .formatted(device.id(), ofF16 ? " of f16 that OpenCL reaches" : ""));
    }
    return LANES.contains(peak.lanes())
        ? new MemoryNeed().add("x", peak.operandBytes(1)).on(device)
        : Support.no(
            "vectors of %d; OpenCL has those of 1, 2, 4, 8 and 16".formatted(peak.lanes()));
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    FmaPeak peak = (FmaPeak) problem;
    ClTarget target = device.target();
    String defines =
        "-DLANES=%d -DCHAINS=%d -DLINKS=%d %s"
            .formatted(
                peak.lanes(),
                FmaPeak.CHAINS,
                FmaPeak.LINKS,
                peak.dtype() == DType.F16 ? "-DREAL=half" : ClTarget.real(peak.dtype()));
    return FixedWork.inRegisters(device.facts(), "chains", peak.items())
        .bind(target, describe(peak), operands, () -> target.program("fma.cl", defines));
  }

  private String describe(FmaPeak peak) {
    return "%d chains of %s vectors of %d%s in each of %d work-items on %s"
        .formatted(
            FmaPeak.CHAINS,
            peak.dtype(),
            peak.lanes(),
            peak.dtype() == DType.F16 ? " (untested)" : "",
            peak.items(),
            device.description());
  }
}
