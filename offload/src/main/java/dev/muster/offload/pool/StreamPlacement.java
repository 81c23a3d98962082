package dev.muster.offload.pool;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.roofline.StreamCopy;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.collective.Step;
import java.util.Collections;
import java.util.List;

/** STREAM's copy on every rank at once: its input to its output, as words of f32. */
final class StreamPlacement implements Placement {
  /** The word on the repeat line. */
  static final String KERNEL = "vector";

  private static final int TILE = 0;

  private final Operands operands;

  /**
   * @param operands one input and one output per rank, of the same size
   */
  StreamPlacement(Operands operands) {
    this.operands = operands;
  }

  @Override
  public Schedule schedule() {
    List<Step> copies = List.of(new Step.Compute(TILE));
    return new Schedule(Collections.nCopies(operands.inputs().size(), copies));
  }

  @Override
  public DeviceMatrix buffer(int rank, int buffer) {
    throw new IllegalStateException("a copy has no buffers");
  }

  @Override
  public Operation tile(int rank, int tile) {
    Matrix from = words(operands.input(rank));
    Problem copy = new StreamCopy(DType.F32, from.count());
    BoundKernel bound =
        Kernels.cpu()
            .find(KERNEL, copy)
            .bind(copy, new Operands(List.of(from), List.of(words(operands.output(rank)))));
    return bound::run;
  }

  private static Matrix words(Matrix vector) {
    return Matrix.vector(vector.segment(), DType.F32);
  }

  @Override
  public void load() {}

  @Override
  public void store() {}
}
