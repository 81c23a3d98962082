package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.reduce.ReduceOperands;
import java.util.List;

/** out ← x + y on an OpenCL device, one vector per work-item; limited by memory. */
public final class OpenClReduce implements Kernel {
  private static final int GROUP_MAX = 64;
  private static final int LANES_OF_A_GPU = 4;

  private final OpenClDevice device;

  public OpenClReduce(OpenClDevice device) {
    this.device = device;
  }

  /**
   * Elements of a vector in device memory.
   *
   * @param offset of the first, in elements
   */
  record Vector(ClMemory memory, long offset) {}

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return ReduceLocal.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (ReduceOperands.f32SumOnly(problem) instanceof Support.No no) {
      return no;
    }
    long bytes = ((ReduceLocal) problem).count() * Float.BYTES;
    return new MemoryNeed().add("x", bytes).add("y", bytes).add("out", bytes).on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ReduceLocal reduce = (ReduceLocal) problem;
    ReduceOperands.check(reduce, operands);
    ClTarget target = device.target();
    OpenClBound bound = new OpenClBound(target, describe());
    try {
      Vector x = new Vector(bound.input(operands.input(0)), 0);
      Vector y = new Vector(bound.input(operands.input(1)), 0);
      Vector out = new Vector(bound.output(operands.output(0)), 0);
      bound.runs(List.of(bound.owned().add(sum(target, x, y, out, reduce.count()))));
      return bound;
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
  }

  /** out ← x + y for {@code count} elements; {@code out} may be {@code x} or {@code y}. */
  static ClLaunch sum(ClTarget target, Vector x, Vector y, Vector out, long count) {
    int lanes = lanes(target.facts());
    long group = Math.min(GROUP_MAX, target.facts().maxGroupSize());
    ClLaunch launch =
        new ClLaunch(
            target.program("reduce.cl", "-DLANES=" + lanes),
            "sum",
            new long[] {Math.ceilDiv(count, lanes)},
            new long[] {group});
    return launch
        .with(count)
        .with(x.memory)
        .with(x.offset)
        .with(y.memory)
        .with(y.offset)
        .with(out.memory)
        .with(out.offset);
  }

  private static int lanes(DeviceFacts facts) {
    return facts.hasExplicitVectors()
        ? Integer.highestOneBit(Math.clamp(facts.nativeFloatLanes(), 2, 16))
        : LANES_OF_A_GPU;
  }

  private String describe() {
    return "vectors of %d on %s%s"
        .formatted(
            lanes(device.facts()),
            device.description(),
            device.facts().keepsSubnormals() ? "" : ", subnormal numbers become 0");
  }
}
