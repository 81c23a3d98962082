package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.reduce.ReduceOperands;
import dev.muster.kernels.tensor.DType;
import java.util.List;

/** out ← x ⊕ y on an OpenCL device, one vector per work-item; limited by memory. */
public final class OpenClReduce implements Kernel {
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
    if (ReduceOperands.anyReduction(problem) instanceof Support.No no) {
      return no;
    }
    if (device.has(problem.dtype()) instanceof Support.No no) {
      return no;
    }
    long bytes = ((ReduceLocal) problem).count() * problem.dtype().bytes();
    return new MemoryNeed().add("x", bytes).add("y", bytes).add("out", bytes).on(device);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ReduceLocal reduce = (ReduceLocal) problem;
    ReduceOperands.check(reduce, operands);
    ClTarget target = device.target();
    return OpenClBound.of(
        target,
        describe(reduce.dtype()),
        bound -> {
          Vector x = new Vector(bound.input(operands.input(0)), 0);
          Vector y = new Vector(bound.input(operands.input(1)), 0);
          Vector out = new Vector(bound.output(operands.output(0)), 0);
          Arithmetic arithmetic = new Arithmetic(target, reduce.dtype());
          return List.of(
              bound.owned().add(arithmetic.reduction(reduce.op(), x, y, out, reduce.count())));
        });
  }

  /** What {@code reduce.cl} does with elements of one type on one device. */
  record Arithmetic(ClTarget target, DType dtype) {

    /** out ← x ⊕ y for {@code count} elements; {@code out} may be {@code x} or {@code y}. */
    ClLaunch reduction(ReduceOp op, Vector x, Vector y, Vector out, long count) {
      return launch("reduce_" + op, count)
          .with(count)
          .with(x.memory)
          .with(x.offset)
          .with(y.memory)
          .with(y.offset)
          .with(out.memory)
          .with(out.offset);
    }

    /** x ← x / divisor for {@code count} elements. */
    ClLaunch division(Vector x, long divisor, long count) {
      return launch("divide", count).with(count).with(divisor).with(x.memory).with(x.offset);
    }

    private ClLaunch launch(String kernel, long count) {
      int lanes = target.facts().lanes(dtype);
      ClProgram program =
          target.program(
              "reduce.cl",
              "-DLANES=%d %s%s"
                  .formatted(lanes, element(dtype), target.facts().hasDoubles() ? " -DWIDE" : ""));
      return new ClLaunch(
          program,
          kernel,
          new long[] {Math.ceilDiv(count, lanes)},
          new long[] {target.facts().vectorGroup()});
    }
  }

  private static String element(DType dtype) {
    return switch (dtype) {
      case F32 -> "-DELEMENT=float";
      case F64 -> "-DELEMENT=double -DOF_DOUBLES";
      case F16 -> "-DELEMENT=half -DOF_HALVES";
      case BF16 -> "-DELEMENT=ushort -DOF_BF16";
      case I32 -> "-DELEMENT=int -DOF_INTEGERS";
      case I64 -> "-DELEMENT=long -DOF_INTEGERS";
    };
  }

  private String describe(DType dtype) {
    return "vectors of %d on %s%s"
        .formatted(
            device.facts().lanes(dtype),
            device.description(),
            device.facts().keepsSubnormals() ? "" : ", subnormal numbers become 0");
  }
}
