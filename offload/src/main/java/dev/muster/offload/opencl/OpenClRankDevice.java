package dev.muster.offload.opencl;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.pool.DeviceMatrix;
import dev.muster.offload.pool.Operation;
import dev.muster.offload.pool.RankDevice;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The device of one rank, with a lane for products and one for all else. All ranks of a pool share
 * a context, so that one copies to the memory of another, or reads it. Each operation waits for its
 * lane, after which all of them see what it wrote.
 */
final class OpenClRankDevice implements RankDevice {
  private final OpenClDevice device;
  private final OpenClMatMul product;
  private final ClTarget target;
  private final Owned owned = new Owned();
  private final Arena arena = Arena.ofShared();
  private final ClLane products;
  private final ClLane joins;
  private final Optional<StreamedProducts> streamed;

  /** Products of one rank come one after the other. */
  private final ScratchMemory scratch;

  private String description;

  /**
   * @param target the device in the context of the pool
   * @param streams whether operands of products stay with the host
   */
  OpenClRankDevice(OpenClDevice device, ClTarget target, boolean streams) {
    this.device = device;
    this.product = new OpenClMatMul(device);
    this.target = target;
    this.scratch = new ScratchMemory(target);
    this.description = device.description();
    try {
      this.products = owned.add(new ClLane(target));
      this.joins = owned.add(new ClLane(target));
      this.streamed =
          streams
              ? Optional.of(new StreamedProducts(target, products.queue(), owned))
              : Optional.empty();
    } catch (OpenClException e) {
      owned.close();
      arena.close();
      throw e;
    }
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof Collective all)) {
      return product.supports(problem);
    }
    Support arithmetic =
        new OpenClReduce(device).supports(new ReduceLocal(all.dtype(), all.op().pairwise(), 1));
    return arithmetic instanceof Support.No
        ? arithmetic
        : new MemoryNeed().add("the vector of a rank", all.bytes()).on(device);
  }

  @Override
  public Support holdsOperands() {
    return streamed.isPresent()
        ? Support.no(
            "%s leaves operands with the host, which is for products; a collective needs opencl"
                .formatted(OpenClPool.STREAMED))
        : Support.yes();
  }

  @Override
  public DeviceMatrix place(Matrix host) {
    return streamed.isPresent()
        ? new StreamedMatrix(host)
        : allocate(host.dtype(), host.rows(), host.cols());
  }

  @Override
  public DeviceMatrix allocate(DType dtype, long rows, long cols) {
    return new OpenClMatrix(
        owned.add(target.allocate(rows * cols * dtype.bytes())), dtype, rows, cols);
  }

  @Override
  public void upload(Matrix host, DeviceMatrix into) {
    if (into instanceof OpenClMatrix there) {
      products.queue().write(host, there.memory());
    }
  }

  @Override
  public void download(DeviceMatrix from, Matrix host) {
    if (from instanceof OpenClMatrix there) {
      products.queue().read(there.memory(), host);
    }
  }

  /**
   * Parts of one device, and all that compute in the memory of the host. Of devices with memory of
   * their own a driver may move a buffer to the one that reads it while its own one writes
   * elsewhere in it, which OpenCL leaves undefined.
   */
  @Override
  public boolean reads(RankDevice other) {
    return inContext(other)
        .filter(
            peer ->
                peer.device.root().equals(device.root())
                    || (peer.target.facts().sharesHostMemory()
                        && target.facts().sharesHostMemory()))
        .isPresent();
  }

  /** All devices of a context do; the driver goes from one to the other straight where it can. */
  @Override
  public boolean writes(RankDevice other) {
    return inContext(other).isPresent();
  }

  private Optional<OpenClRankDevice> inContext(RankDevice other) {
    return other instanceof OpenClRankDevice peer && peer.target.context() == target.context()
        ? Optional.of(peer)
        : Optional.empty();
  }

  /**
   * For a device with memory of its own; any other will do where the driver has none of it left.
   */
  @Override
  public Optional<Matrix> staging(DType dtype, long count) {
    if (target.facts().sharesHostMemory()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          owned.add(new PinnedMemory(target.context(), joins.queue(), dtype, count)).vector());
    } catch (OpenClException _) {
      return Optional.empty();
    }
  }

  @Override
  public Matrix hostMemory(DType dtype, long count) {
    return Buffers.vector(arena, dtype, count);
  }

  @Override
  public Operation toHost(DeviceMatrix from, long offset, Matrix host) {
    long bytes = offset * host.dtype().bytes();
    return joins.blocking("from device", queue -> queue.read(memory(from), bytes, host));
  }

  @Override
  public Operation fromHost(Matrix host, DeviceMatrix into, long offset) {
    long bytes = offset * host.dtype().bytes();
    return joins.blocking("to device", queue -> queue.write(host, memory(into), bytes));
  }

  @Override
  public Operation copy(
      DeviceMatrix from, long fromOffset, DeviceMatrix into, long intoOffset, long count) {
    long bytes = from.dtype().bytes();
    return joins.operation(
        "copy",
        new ClCopy(
            memory(from), fromOffset * bytes, memory(into), intoOffset * bytes, count * bytes));
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
    return joins.operation(
        "reduce",
        owned.add(
            arithmetic(into)
                .reduction(
                    op, vector(x, xOffset), vector(y, yOffset), vector(into, intoOffset), count)));
  }

  @Override
  public Operation divide(DeviceMatrix x, long offset, long count, int divisor) {
    return joins.operation(
        "reduce", owned.add(arithmetic(x).division(vector(x, offset), divisor, count)));
  }

  private OpenClReduce.Arithmetic arithmetic(DeviceMatrix matrix) {
    return new OpenClReduce.Arithmetic(target, matrix.dtype());
  }

  private static OpenClReduce.Vector vector(DeviceMatrix matrix, long offset) {
    return new OpenClReduce.Vector(memory(matrix), offset);
  }

  @Override
  public Operation multiply(MatMul problem, DeviceMatrix a, DeviceMatrix b, DeviceMatrix c) {
    Tuned tuned = product.tuned(problem);
    description = product.describe(problem, tuned);
    if (streamed.isPresent()) {
      description += ", operands streamed from the host";
      return streamed.get().add(problem, tuned.tile(), a, b, c);
    }
    scratch.begin();
    return products.operation(
        "kernel",
        tuned
            .tile()
            .bind(problem, target.withScratch(scratch), memory(a), memory(b), memory(c), owned)
            .toArray(ClCommand[]::new));
  }

  private static ClMemory memory(DeviceMatrix matrix) {
    return ((OpenClMatrix) matrix).memory();
  }

  @Override
  public long heldBytes(MatMul problem, ProductFacts.Rank share) {
    long operandBytes =
        streamed.isEmpty()
            ? RankDevice.super.heldBytes(problem, share)
            : share.streamedCount() * problem.dtype().bytes();
    long scratchBytes =
        share.tiles().stream()
            .distinct()
            .map(tile -> problem.withShape(tile.m(), tile.n(), tile.k()))
            .mapToLong(
                tile ->
                    product
                        .tuned(tile)
                        .tile()
                        .addWorkspace(tile, target.facts(), new MemoryNeed())
                        .totalBytes())
            .max()
            .orElse(0);
    return operandBytes + scratchBytes;
  }

  /** Copies and reductions have a queue of their own. */
  @Override
  public boolean joinsBeside() {
    return true;
  }

  @Override
  public OptionalLong memoryBytes() {
    return OptionalLong.of(target.facts().globalBytes());
  }

  /** What is streamed goes by queues of its own, of which nothing is noted. */
  @Override
  public boolean notesTimes() {
    return streamed.isEmpty();
  }

  @Override
  public void noteTimes() {
    products.noteTimes();
    joins.noteTimes();
  }

  @Override
  public Optional<Map<String, Double>> notedSeconds() {
    return RankDevice.sum(List.of(products.notedSeconds(), joins.notedSeconds()));
  }

  @Override
  public String description() {
    return description;
  }

  /** Twice is fine. */
  @Override
  public void close() {
    owned.close();
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
