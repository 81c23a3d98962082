package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Brings a matrix whose parts lie on many processes to the first one, outside of what is timed. */
final class MpiGather {
  /** Elements of one message, which MPI counts with an int. */
  private static final long PIECE_MAX = 1L << 30;

  private MpiGather() {}

  /**
   * Every process calls it. Each element comes from one of them; all others add 0 to it.
   *
   * @param matrix which has this process's parts, and on the first one gets all
   * @param parts those that this process has, of the matrix or of one like it
   */
  static void toFirst(Mpi mpi, Matrix matrix, Function<Matrix, List<Matrix>> parts) {
    try (Arena arena = Arena.ofShared()) {
      Matrix mine = like(matrix, arena);
      List<Matrix> from = parts.apply(matrix);
      List<Matrix> into = parts.apply(mine);
      for (int i = 0; i < from.size(); i++) {
        into.get(i).copyFrom(from.get(i));
      }
      Optional<Matrix> all = mpi.rank() == 0 ? Optional.of(like(matrix, arena)) : Optional.empty();
      DType dtype = matrix.dtype();
      for (long start = 0; start < mine.count(); start += PIECE_MAX) {
        long offset = start * dtype.bytes();
        mpi.reduce(
            mine.segment().address() + offset,
            all.map(whole -> whole.segment().address() + offset).orElse(0L),
            MpiBuffers.count(Math.min(PIECE_MAX, mine.count() - start)),
            mpi.type(dtype),
            mpi.operation(ReduceOp.SUM),
            0);
      }
      all.ifPresent(matrix::copyFrom);
    }
  }

  private static Matrix like(Matrix matrix, Arena arena) {
    Matrix vector = Buffers.vector(arena, matrix.dtype(), matrix.count());
    return new Matrix(
        vector.segment(), matrix.dtype(), matrix.rows(), matrix.cols(), Math.max(1, matrix.cols()));
  }
}
