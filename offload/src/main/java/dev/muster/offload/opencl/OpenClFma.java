package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.FmaPeak;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.Set;

/** The chains of {@link FmaPeak} on every unit of a device at once: what it could do at most. */
public final class OpenClFma implements Kernel {
  private static final Set<Integer> LANES = Set.of(1, 2, 4, 8, 16);
  private static final int GROUP_OF_A_GPU = 64;

  /** So that no unit waits long for the last one. */
  private static final int ITEMS_PER_CORE = 64;

  /** Enough to hide latencies: as many as a unit of any GPU so far keeps in flight. */
  private static final int ITEMS_PER_UNIT_OF_A_GPU = 2048;

  private final OpenClDevice device;

  public OpenClFma(OpenClDevice device) {
    this.device = device;
  }

  /** The problem that finds the peak of a device. */
  static FmaPeak problem(DeviceFacts facts, DType dtype) {
    return facts.hasExplicitVectors()
        ? new FmaPeak(
            dtype,
            facts.nativeFloatLanes() * Float.BYTES / dtype.bytes(),
            facts.computeUnits() * ITEMS_PER_CORE)
        : new FmaPeak(dtype, 1, itemsOfScalars(facts));
  }

  /** Work-items that keep all units busy, each with scalars only. */
  static int itemsOfScalars(DeviceFacts facts) {
    return facts.computeUnits()
        * (facts.hasExplicitVectors() ? ITEMS_PER_CORE : ITEMS_PER_UNIT_OF_A_GPU);
  }

  /** Work-items of a group that computes in registers only. */
  static long group(DeviceFacts facts) {
    return facts.hasExplicitVectors() ? 1 : Math.min(GROUP_OF_A_GPU, facts.maxGroupSize());
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
    if (device.hasReal(peak.dtype()) instanceof Support.No no) {
      return no;
    }
    if (!device.facts().hasFma()) {
      return Support.no("%s has no instruction for fused multiply-adds".formatted(device.id()));
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
    return OpenClBound.of(
        target,
        describe(peak),
        bound -> {
          ClProgram program =
              target.program(
                  "fma.cl",
                  "-DLANES=%d -DCHAINS=%d -DLINKS=%d %s"
                      .formatted(
                          peak.lanes(),
                          FmaPeak.CHAINS,
                          FmaPeak.LINKS,
                          ClTarget.real(peak.dtype())));
          long[] items = {peak.items()};
          ClLaunch launch =
              bound
                  .owned()
                  .add(new ClLaunch(program, "chains", items, new long[] {group(device.facts())}));
          return List.of(
              launch
                  .with((long) peak.items())
                  .with(bound.input(operands.input(0)))
                  .with(bound.output(operands.output(0))));
        });
  }

  private String describe(FmaPeak peak) {
    return "%d chains of %s vectors of %d in each of %d work-items on %s"
        .formatted(FmaPeak.CHAINS, peak.dtype(), peak.lanes(), peak.items(), device.description());
  }
}
