package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.HalfRows;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.kernels.tensor.WorkMemory;
import java.util.List;

/**
 * A product of halves on a core that has no arithmetic for them: A and B become f32, the product is
 * that of f32, and C is rounded once. All of it is in the time.
 */
final class WidenedMatMul implements BoundKernel {
  private final MatMul product;
  private final Operands halves;
  private final HalfRows rows;
  private final WorkMemory memory;
  private final Operands wide;
  private final BoundKernel inner;

  private WidenedMatMul(MatMul product, Operands halves, Kernel kernel, WorkMemory memory) {
    this.product = product;
    this.halves = halves;
    this.rows = new HalfRows(product.dtype());
    this.memory = memory;
    this.wide =
        new Operands(
            List.of(likeIn(memory, halves.input(0)), likeIn(memory, halves.input(1))),
            List.of(likeIn(memory, halves.output(0))));
    this.inner = kernel.bind(product.withType(DType.F32), wide);
  }

  /**
   * @param kernel computes products of f32
   */
  static WidenedMatMul of(MatMul product, Operands halves, Kernel kernel) {
    WorkMemory memory =
        new WorkMemory(
            wideBytes(halves.input(0)) + wideBytes(halves.input(1)) + wideBytes(halves.output(0)));
    try {
      return new WidenedMatMul(product, halves, kernel, memory);
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
  }

  private static long wideBytes(Matrix half) {
    return WorkMemory.bytesOf(half.count() * DType.F32.bytes());
  }

  private static Matrix likeIn(WorkMemory memory, Matrix half) {
    return memory.matrix(DType.F32, half.rows(), half.cols());
  }

  @Override
  public void run() {
    rows.widen(halves.input(0), wide.input(0));
    rows.widen(halves.input(1), wide.input(1));
    if (product.beta() != 0) {
      rows.widen(halves.output(0), wide.output(0));
    }
    inner.run();
    rows.narrow(wide.output(0), halves.output(0));
  }

  @Override
  public String description() {
    return "%s, converted by one thread; %s".formatted(product.dtype(), inner.description());
  }

  @Override
  public void close() {
    inner.close();
    memory.close();
  }
}
