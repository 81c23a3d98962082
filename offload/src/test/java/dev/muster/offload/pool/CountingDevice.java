package dev.muster.offload.pool;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;

/** A core that keeps its operands in memory of its own, as other devices do, and counts it. */
class CountingDevice implements RankDevice {
  private final RankDevice core = CpuPool.rankDevice("vector");
  private long count;

  /** Elements that it has allocated. */
  long count() {
    return count;
  }

  @Override
  public Support supports(Problem problem) {
    return core.supports(problem);
  }

  @Override
  public DeviceMatrix place(Matrix host) {
    return allocate(host.dtype(), host.rows(), host.cols());
  }

  @Override
  public DeviceMatrix allocate(DType dtype, long rows, long cols) {
    count += rows * cols;
    return core.allocate(dtype, rows, cols);
  }

  @Override
  public void upload(Matrix host, DeviceMatrix into) {
    core.upload(host, into);
  }

  @Override
  public void download(DeviceMatrix from, Matrix host) {
    core.download(from, host);
  }

  @Override
  public Matrix hostMemory(DType dtype, long n) {
    return core.hostMemory(dtype, n);
  }

  @Override
  public Operation toHost(DeviceMatrix from, long offset, Matrix host) {
    return core.toHost(from, offset, host);
  }

  @Override
  public Operation fromHost(Matrix host, DeviceMatrix into, long offset) {
    return core.fromHost(host, into, offset);
  }

  @Override
  public Operation copy(
      DeviceMatrix from, long fromOffset, DeviceMatrix into, long intoOffset, long n) {
    return core.copy(from, fromOffset, into, intoOffset, n);
  }

  @Override
  public Operation reduce(
      ReduceOp op,
      DeviceMatrix x,
      long xOffset,
      DeviceMatrix y,
      long yOffset,
      DeviceMatrix into,
      long intoOffset,
      long n) {
    return core.reduce(op, x, xOffset, y, yOffset, into, intoOffset, n);
  }

  @Override
  public Operation divide(DeviceMatrix x, long offset, long n, int divisor) {
    return core.divide(x, offset, n, divisor);
  }

  @Override
  public Operation multiply(MatMul problem, DeviceMatrix a, DeviceMatrix b, DeviceMatrix c) {
    return core.multiply(problem, a, b, c);
  }

  @Override
  public String description() {
    return core.description();
  }

  @Override
  public void close() {
    core.close();
  }
}
