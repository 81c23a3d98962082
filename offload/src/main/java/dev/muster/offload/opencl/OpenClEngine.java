package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.EnginePeak;
import dev.muster.kernels.tensor.DType;

/** The chains of {@link EnginePeak} on every unit of a device at once: {@code engine.cl}. */
public final class OpenClEngine implements Kernel {
  private static final int WARP = 32;

  /** Of each unit: four for each of its four engines. */
  private static final int WARPS_PER_UNIT = 16;

  private static final int ITEMS_OF_GROUP = 128;

  private final OpenClDevice device;

  public OpenClEngine(OpenClDevice device) {
    this.device = device;
  }

  /** The problem that finds the peak of a device. */
  static EnginePeak problem(DeviceFacts facts, DType dtype) {
    return new EnginePeak(dtype, facts.computeUnits() * WARPS_PER_UNIT);
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return EnginePeak.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof EnginePeak peak)) {
      return Support.no("computes engine only");
    }
    return device.facts().hasEngine()
        ? new MemoryNeed().add("C", peak.operandBytes(1)).on(device)
        : Support.no("%s has no engine for matrices that OpenCL reaches".formatted(device.id()));
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    EnginePeak peak = (EnginePeak) problem;
    ClTarget target = device.target();
    String description =
        "%s, %d warps on %s".formatted(EngineTile.ENGINE, peak.groups(), device.description());
    String defines =
        "-DCHAINS=%d -DLINKS=%d%s"
            .formatted(
                EnginePeak.CHAINS,
                EnginePeak.LINKS,
                peak.dtype() == DType.BF16 ? " -DOF_BF16" : "");
    return new FixedWork("chains", (long) peak.groups() * WARP, ITEMS_OF_GROUP)
        .bind(target, description, operands, () -> target.program("engine.cl", defines));
  }
}
