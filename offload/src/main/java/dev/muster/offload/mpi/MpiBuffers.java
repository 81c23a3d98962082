package dev.muster.offload.mpi;

import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.Region;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The memory of one rank, by the buffer numbers of a schedule. */
final class MpiBuffers implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final DType dtype;
  private final List<Matrix> buffers = new ArrayList<>();

  /** Those that are there already, by their numbers. */
  MpiBuffers(DType dtype, List<Matrix> buffers) {
    this.dtype = dtype;
    this.buffers.addAll(buffers);
  }

  MpiBuffers(DType dtype, Operands operands) {
    this.dtype = dtype;
    if (operands.inputs().size() != 1 || operands.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "a process binds the operands of its own rank: one input, one output");
    }
    buffers.add(CollectiveAlgorithm.INPUT, operands.input(0));
    buffers.add(CollectiveAlgorithm.OUTPUT, operands.output(0));
  }

  /** A new buffer; answers its number. */
  int allocate(long count) {
    buffers.add(Buffers.vector(arena, dtype, count));
    return buffers.size() - 1;
  }

  Matrix matrix(int buffer) {
    return buffers.get(buffer);
  }

  long address(Region region) {
    return matrix(region.buffer()).segment().address() + region.offset() * dtype.bytes();
  }

  /** MPI counts elements with an int. */
  static int count(long count) {
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d elements in one message; MPI counts up to %d".formatted(count, Integer.MAX_VALUE));
    }
    return (int) count;
  }

  @Override
  public void close() {
    arena.close();
  }
}
