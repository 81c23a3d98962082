package dev.muster.offload.pool;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.reduce.ReduceForAll;
import dev.muster.kernels.reduce.ReduceLoop;
import dev.muster.kernels.reduce.VectorReduce;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.kernels.tensor.NativeMemory;
import dev.muster.kernels.vector.VectorCopy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A core that computes in the memory of this process: places and loads nothing. */
final class CpuRankDevice implements RankDevice {
  private static final long SHORT_BYTES = 512;

  private final Arena arena = Arena.ofShared();
  private final String kernel;
  private final List<BoundKernel> bounds = new ArrayList<>();
  private String description = "";

  /**
   * @param kernel the word on the repeat line
   */
  CpuRankDevice(String kernel) {
    this.kernel = kernel;
  }

  @Override
  public Support supports(Problem problem) {
    Problem own =
        problem instanceof Collective all
            ? new ReduceLocal(all.dtype(), all.op().pairwise(), all.count())
            : problem;
    return Kernels.cpu().find(kernel, own).supports(own);
  }

  @Override
  public DeviceMatrix place(Matrix host) {
    return new HostMatrix(host);
  }

  @Override
  public DeviceMatrix allocate(DType dtype, long rows, long cols) {
    return new HostMatrix(Buffers.matrix(arena, dtype, rows, cols));
  }

  @Override
  public void upload(Matrix host, DeviceMatrix into) {
    copyUnlessSame(host, ((HostMatrix) into).matrix());
  }

  @Override
  public void download(DeviceMatrix from, Matrix host) {
    copyUnlessSame(((HostMatrix) from).matrix(), host);
  }

  @Override
  public boolean reads(RankDevice other) {
    return other instanceof CpuRankDevice;
  }

  @Override
  public Matrix hostMemory(DType dtype, long count) {
    return Buffers.vector(arena, dtype, count);
  }

  @Override
  public Operation toHost(DeviceMatrix from, long offset, Matrix host) {
    return copy(from, offset, new HostMatrix(host), 0, host.count());
  }

  @Override
  public Operation fromHost(Matrix host, DeviceMatrix into, long offset) {
    Matrix vector = ((HostMatrix) into).vector(offset, host.count());
    return () -> copyUnlessSame(host, vector);
  }

  private static void copyUnlessSame(Matrix from, Matrix into) {
    if (from.segment().address() != into.segment().address()) {
      into.copyFrom(from);
    }
  }

  @Override
  public Operation copy(
      DeviceMatrix from, long fromOffset, DeviceMatrix into, long intoOffset, long count) {
    MemorySegment source = ((HostMatrix) from).vector(fromOffset, count).segment();
    MemorySegment target = ((HostMatrix) into).vector(intoOffset, count).segment();
    return source.byteSize() <= SHORT_BYTES
        ? () ->
            VectorCopy.copy(
                NativeMemory.addressOf(source),
                NativeMemory.addressOf(target),
                (int) source.byteSize())
        : () -> MemorySegment.copy(source, 0, target, 0, source.byteSize());
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
      long count) {
    Matrix xVector = ((HostMatrix) x).vector(xOffset, count);
    Matrix yVector = ((HostMatrix) y).vector(yOffset, count);
    Matrix intoVector = ((HostMatrix) into).vector(intoOffset, count);
    return operation(
        new ReduceLocal(into.dtype(), op, count),
        new Operands(List.of(xVector, yVector), List.of(intoVector)));
  }

  @Override
  public Operation divide(DeviceMatrix x, long offset, long count, int divisor) {
    Matrix vector = ((HostMatrix) x).vector(offset, count);
    return vectors(vector.dtype(), ReduceOp.SUM, count)
        .map(form -> divide(form.loop(), vector.segment(), divisor))
        .orElse(
            () -> {
              for (long i = 0; i < count; i++) {
                vector.set(0, i, vector.get(0, i) / divisor);
              }
            });
  }

  private static Operation divide(ReduceLoop loop, MemorySegment memory, int divisor) {
    return () -> loop.divide(NativeMemory.addressOf(memory), divisor, memory.byteSize());
  }

  /** The loop of the kernel; empty where it is not one of vectors. */
  private Optional<ReduceLoop.Form> vectors(DType dtype, ReduceOp op, long count) {
    Problem problem = new ReduceLocal(dtype, op, count);
    return Kernels.cpu().find(kernel, problem) instanceof VectorReduce vectors
        ? Optional.of(vectors.form(dtype, op))
        : Optional.empty();
  }

  @Override
  public Support sharesMemory() {
    return Support.yes();
  }

  @Override
  public Operation reduceForAll(
      ReduceOp op, List<DeviceMatrix> from, List<DeviceMatrix> into, long offset, long count) {
    return vectors(into.getFirst().dtype(), op, count)
        .<Operation>map(
            form ->
                new ReduceForAll(
                        form, parts(from, offset, count), parts(into, offset, count), arena)
                    ::run)
        .orElseGet(() -> oneAfterTheOther(op, from, into, offset, count));
  }

  private static List<MemorySegment> parts(List<DeviceMatrix> of, long offset, long count) {
    return of.stream()
        .map(matrix -> ((HostMatrix) matrix).vector(offset, count).segment())
        .toList();
  }

  /** For kernels that know two operands only: all of it in the first output, then copies. */
  private Operation oneAfterTheOther(
      ReduceOp op, List<DeviceMatrix> from, List<DeviceMatrix> into, long offset, long count) {
    DeviceMatrix sum = into.getFirst();
    List<Operation> operations = new ArrayList<>();
    operations.add(reduce(op, from.get(1), offset, from.get(0), offset, sum, offset, count));
    for (DeviceMatrix next : from.subList(2, from.size())) {
      operations.add(reduce(op, next, offset, sum, offset, sum, offset, count));
    }
    for (DeviceMatrix other : into.subList(1, into.size())) {
      operations.add(copy(sum, offset, other, offset, count));
    }
    return () -> operations.forEach(Operation::run);
  }

  @Override
  public Optional<Mailbox> mailbox(DType dtype, long count, int slots) {
    return Optional.of(new Mailbox(arena, dtype, count, slots));
  }

  @Override
  public Operation multiply(MatMul problem, DeviceMatrix a, DeviceMatrix b, DeviceMatrix c) {
    List<Matrix> inputs = List.of(((HostMatrix) a).matrix(), ((HostMatrix) b).matrix());
    return operation(problem, new Operands(inputs, List.of(((HostMatrix) c).matrix())));
  }

  private Operation operation(Problem problem, Operands operands) {
    BoundKernel bound = Kernels.cpu().find(kernel, problem).bind(problem, operands);
    bounds.add(bound);
    if (description.isEmpty() || problem instanceof MatMul) {
      description = bound.description();
    }
    return bound::run;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    bounds.forEach(BoundKernel::close);
    bounds.clear();
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
