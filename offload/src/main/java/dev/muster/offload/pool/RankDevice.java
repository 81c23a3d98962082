package dev.muster.offload.pool;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.plan.ProductFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a schedule asks of the device of one rank: memory, copies, reductions and products.
 *
 * <p>Matrices of another rank may be read where {@link #reads} says so, and written, where {@link
 * #writes} says so, to memory that is there for that alone. Everything but {@link Operation#run}
 * happens before timing. Used by one thread at a time.
 */
public interface RankDevice extends AutoCloseable {

  /** Whether the kernel of this rank can do its part of the problem, and if not, why. */
  Support supports(Problem problem);

  /**
   * A device matrix for a matrix of the host: the same memory, strides and all, where the device
   * computes in the memory of the host, else contiguous memory of the same shape.
   */
  DeviceMatrix place(Matrix host);

  /** Bytes that its share of a product takes of its memory. */
  default long heldBytes(MatMul problem, ProductFacts.Rank share) {
    return share.heldCount() * problem.dtype().bytes();
  }

  /**
   * Bytes of memory of its own that it has in all, with all other parts of its device; empty where
   * it computes in that of the host.
   */
  default OptionalLong memoryBytes() {
    return OptionalLong.empty();
  }

  /** Contiguous memory of this rank, contents undefined. */
  DeviceMatrix allocate(DType dtype, long rows, long cols);

  /** Copies host to device; nothing where they are the same memory. */
  void upload(Matrix host, DeviceMatrix into);

  /** Copies device to host; nothing where they are the same memory. */
  void download(DeviceMatrix from, Matrix host);

  /** Whether it reads the memory of another rank's device as it does its own. */
  default boolean reads(RankDevice other) {
    return true;
  }

  /**
   * Whether it copies from its memory to that of another rank's device, which it may not read while
   * that one computes.
   */
  default boolean writes(RankDevice other) {
    return false;
  }

  /**
   * A vector in memory of the host that it copies from and to the fastest; empty where any other
   * does as well. Lives as long as this.
   */
  default Optional<Matrix> staging(DType dtype, long count) {
    return Optional.empty();
  }

  /** A vector in memory of the host that any device copies from and to. Lives as long as this. */
  Matrix hostMemory(DType dtype, long count);

  /** Copies elements of a contiguous matrix to a vector in memory of the host. */
  Operation toHost(DeviceMatrix from, long offset, Matrix host);

  /**
   * Copies a vector in memory of the host to elements of a contiguous matrix; nothing where they
   * are the same memory.
   */
  Operation fromHost(Matrix host, DeviceMatrix into, long offset);

  /**
   * Whether its products may run on one thread while another one copies and reduces, and both gain
   * by it.
   */
  default boolean joinsBeside() {
    return false;
  }

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

  /**
   * x ← x / divisor for {@code count} elements of a contiguous matrix. For devices that support
   * problems with {@link ReduceOp#AVG}.
   */
  default Operation divide(DeviceMatrix x, long offset, long count, int divisor) {
    throw new UnsupportedOperationException("divide");
  }

  /** Whether it holds the operands of a collective, and if not, why. */
  default Support holdsOperands() {
    return Support.yes();
  }

  /** Whether a rank can write to the memory of the others, and if not, why. */
  default Support sharesMemory() {
    return Support.no("its ranks do not write to each other's memory; this collective does");
  }

  /**
   * Every part ← the same part of all ranks, combined in the order of their numbers. For devices
   * that share memory.
   *
   * @param from contiguous, of every rank
   * @param into contiguous, of every rank; may be {@code from}
   * @param offset of the part, in elements of either
   */
  default Operation reduceForAll(
      ReduceOp op, List<DeviceMatrix> from, List<DeviceMatrix> into, long offset, long count) {
    throw new UnsupportedOperationException("reduceForAll");
  }

  /**
   * Memory of this rank through which it passes small messages to another one; empty where the
   * ranks have no memory in common.
   *
   * @param slots number of messages
   */
  default Optional<Mailbox> mailbox(DType dtype, long count, int slots) {
    return Optional.empty();
  }

  /** c ← α·a·b + β·c with the shape, α and β of {@code problem}. */
  Operation multiply(MatMul problem, DeviceMatrix a, DeviceMatrix b, DeviceMatrix c);

  /** Whether its driver can note how long things take. */
  default boolean notesTimes() {
    return false;
  }

  /** Has its driver note that from now on, which takes time itself. */
  default void noteTimes() {
    throw new UnsupportedOperationException("noteTimes");
  }

  /**
   * What was noted, in seconds by what was done, e.g. {@code kernel}; empty where the driver did
   * not note all. No more is noted.
   */
  default Optional<Map<String, Double>> notedSeconds() {
    return Optional.empty();
  }

  /** Several notes added up; empty where one of them is. */
  static Optional<Map<String, Double>> sum(List<Optional<Map<String, Double>>> notes) {
    Map<String, Double> seconds = new HashMap<>();
    for (Optional<Map<String, Double>> each : notes) {
      if (each.isEmpty()) {
        return Optional.empty();
      }
      each.get().forEach((phase, took) -> seconds.merge(phase, took, Double::sum));
    }
    return Optional.of(seconds);
  }

  /** What really runs, for the result: kernel, tile, device. */
  String description();

  @Override
  void close();
}
