package dev.muster.offload.pool;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;

/**
 * What a schedule asks of the device of one rank: memory, copies, reductions and products.
 *
 * <p>Matrices of another rank of the same pool may be read, never written. Everything but {@link
 * Operation#run} happens before timing. Used by one thread at a time.
 */
public interface RankDevice extends AutoCloseable {

  /** Whether the kernel of this rank can do its part of the problem, and if not, why. */
  Support supports(Problem problem);

  /**
   * A device matrix for a matrix of the host: the same memory, strides and all, where the device
   * computes in the memory of the host, else contiguous memory of the same shape.
   */
  DeviceMatrix place(Matrix host);

  /** Contiguous memory of this rank, contents undefined. */
  DeviceMatrix allocate(DType dtype, long rows, long cols);

  /** Copies host to device; nothing where they are the same memory. */
  void upload(Matrix host, DeviceMatrix into);

  /** Copies device to host; nothing where they are the same memory. */
  void download(DeviceMatrix from, Matrix host);

  /** Copies {@code count} elements; both matrices are contiguous. */
  Operation copy(
      DeviceMatrix from, long fromOffset, DeviceMatrix into, long intoOffset, long count);

  /**
   * into ← x ⊕ y for {@code count} elements; all matrices are contiguous, and {@code into} may be
   * {@code y}.
   */
  Operation reduce(
      ReduceOp op,
      DeviceMatrix x,
      long xOffset,
      DeviceMatrix y,
      long yOffset,
      DeviceMatrix into,
      long intoOffset,
      long count);

  /** c ← α·a·b + β·c with the shape, α and β of {@code problem}. */
  Operation multiply(MatMul problem, DeviceMatrix a, DeviceMatrix b, DeviceMatrix c);

  /** What really runs, for the result: kernel, tile, device. */
  String description();

  @Override
  void close();
}
