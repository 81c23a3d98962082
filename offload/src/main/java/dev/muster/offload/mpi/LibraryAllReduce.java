package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.AllReduce;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.Region;
import dev.muster.offload.pool.RankProgram;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.List;

/** MPI_Allreduce, with whatever algorithm the library chooses. */
final class LibraryAllReduce {
  private LibraryAllReduce() {}

  static MpiPart bind(Mpi mpi, AllReduce problem, MpiBuffers buffers) {
    long input = buffers.address(whole(CollectiveAlgorithm.INPUT, problem));
    long output = buffers.address(whole(CollectiveAlgorithm.OUTPUT, problem));
    long from = input == output ? mpi.inPlace() : input;
    int count = MpiBuffers.count(problem.count());
    long type = mpi.type(problem.dtype());
    long operation = mpi.operation(problem.op());
    RankProgram program =
        new RankProgram(
            List.of(
                new RankProgram.Line(
                    () -> mpi.allReduce(from, output, count, type, operation), Activity.TRANSFER)));
    return new MpiPart(program, 0, "MPI_Allreduce of " + mpi.version(), buffers::close);
  }

  private static Region whole(int buffer, AllReduce problem) {
    return new Region(buffer, 0, problem.count());
  }
}
