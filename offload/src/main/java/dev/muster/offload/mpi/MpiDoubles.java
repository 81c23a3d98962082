package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A few numbers that all processes of a job combine, outside of whatever is timed. */
record MpiDoubles(Mpi mpi) {

  /** Element by element over all processes, the same answer on each. */
  double[] combine(ReduceOp op, double[] mine) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, mine);
      MemorySegment into = arena.allocate(ValueLayout.JAVA_DOUBLE, mine.length);
      mpi.allReduce(
          from.address(), into.address(), mine.length, mpi.type(DType.F64), mpi.operation(op));
      return into.toArray(ValueLayout.JAVA_DOUBLE);
    }
  }
}
