package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.kernels.tensor.NativeMemory;
import dev.muster.kernels.vector.VectorBits;
import java.util.List;

/**
 * out ← x ⊕ y with one vector of each per step; limited by memory from the last-level cache on.
 *
 * <p>Name on the repeat line: {@code vector}, or {@code vector:BITS} to force a width. A tile
 * behind it is for the product that the same word names, and means nothing here.
 */
public final class VectorReduce implements Kernel {
  private final int bits;

  /** With the widest vectors of this core. */
  public VectorReduce() {
    this(VectorBits.preferred());
  }

  public VectorReduce(int bits) {
    this.bits = bits;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Kernel with(List<String> settings) {
    return settings.isEmpty() ? this : new VectorReduce(VectorBits.parse(settings.getFirst()));
  }

  @Override
  public Class<? extends Problem> computes() {
    return ReduceLocal.class;
  }

  @Override
  public Support supports(Problem problem) {
    return ReduceOperands.anyReduction(problem);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    ReduceLocal reduce = (ReduceLocal) problem;
    ReduceOperands.check(reduce, operands);
    return new Bound(
        form(reduce.dtype(), reduce.op()),
        operands.input(0),
        operands.input(1),
        operands.output(0));
  }

  /** What is compiled into a loop for this width. */
  public ReduceLoop.Form form(DType dtype, ReduceOp op) {
    return new ReduceLoop.Form(dtype, op, bits);
  }

  private static final class Bound implements BoundKernel {
    private final ReduceLoop.Form form;
    private final ReduceLoop loop;
    private final Matrix x;
    private final Matrix y;
    private final Matrix out;
    private final long bytes;

    Bound(ReduceLoop.Form form, Matrix x, Matrix y, Matrix out) {
      this.form = form;
      this.loop = form.loop();
      this.x = x;
      this.y = y;
      this.out = out;
      this.bytes = out.cols() * out.dtype().bytes();
    }

    @Override
    public void run() {
      loop.reduce(
          NativeMemory.addressOf(x.segment()),
          NativeMemory.addressOf(y.segment()),
          NativeMemory.addressOf(out.segment()),
          bytes);
    }

    @Override
    public String description() {
      return switch (form.dtype()) {
        case F16 -> form.op() + " of f16, each two in f32, vectors as C2 makes them";
        case BF16 ->
            "%s of bf16, each two in f32, vectors of %d bits".formatted(form.op(), form.bits());
        default -> "%s of %s, vectors of %d bits".formatted(form.op(), form.dtype(), form.bits());
      };
    }
  }
}
