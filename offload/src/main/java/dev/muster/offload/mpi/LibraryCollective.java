package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.Collective;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.Region;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.collective.Step;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.Operation;
import dev.muster.offload.pool.RankDevice;
import dev.muster.offload.pool.RankProgram;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A collective of the MPI library, with whatever algorithm it chooses. MPI knows no mean: its sum
 * is divided then, as a program that wants one does.
 */
final class LibraryCollective {
  private static final String DIVIDES = "vector";

  private final Mpi mpi;
  private final Collective problem;
  private final MpiBuffers buffers;
  private final long type;
  private final boolean inPlace;

  private LibraryCollective(Mpi mpi, Collective problem, MpiBuffers buffers) {
    this.mpi = mpi;
    this.problem = problem;
    this.buffers = buffers;
    this.type = mpi.type(problem.dtype());
    this.inPlace = input() == output();
  }

  static MpiPart bind(Mpi mpi, Collective problem, MpiBuffers buffers) {
    Operation call = new LibraryCollective(mpi, problem, buffers).call();
    List<RankProgram.Line> lines = new ArrayList<>();
    lines.add(new RankProgram.Line(call, Activity.TRANSFER));
    String description = "%s of %s".formatted(problem.kind(), mpi.version());
    Optional<Step.Divide> mean = Schedules.mean(problem, mpi.rank(), mpi.size());
    if (mean.isEmpty()) {
      return new MpiPart(new RankProgram(lines), 0, description, buffers::close);
    }
    RankDevice device = CpuPool.rankDevice(DIVIDES);
    Region sum = mean.get().region();
    Operation division =
        device.divide(
            device.place(buffers.matrix(sum.buffer())),
            sum.offset(),
            sum.count(),
            mean.get().divisor());
    lines.add(new RankProgram.Line(division, Activity.REDUCE));
    return new MpiPart(
        new RankProgram(lines),
        0,
        description,
        () -> {
          device.close();
          buffers.close();
        });
  }

  private Operation call() {
    int count = MpiBuffers.count(problem.count());
    long from = inPlace ? mpi.inPlace() : input();
    return switch (problem.kind()) {
      case ALL_REDUCE -> {
        long operation = mpi.operation(problem.op().pairwise());
        long output = output();
        yield () -> mpi.allReduce(from, output, count, type, operation);
      }
      case REDUCE -> {
        long operation = mpi.operation(problem.op().pairwise());
        int root = problem.root();
        long sent = mpi.rank() == root ? from : input();
        long output = output();
        yield () -> mpi.reduce(sent, output, count, type, operation, root);
      }
      case BROADCAST -> broadcast(count);
      case REDUCE_SCATTER -> {
        requireWholeParts();
        long operation = mpi.operation(problem.op().pairwise());
        long output = buffers.address(part(CollectiveAlgorithm.OUTPUT));
        long whole = input();
        int part = count / mpi.size();
        yield () -> mpi.reduceScatter(whole, output, part, type, operation);
      }
      case ALL_GATHER -> {
        requireWholeParts();
        long mine = inPlace ? from : buffers.address(part(CollectiveAlgorithm.INPUT));
        long output = output();
        int part = count / mpi.size();
        yield () -> mpi.allGather(mine, output, part, type);
      }
      case ALL_TO_ALL -> {
        long output = output();
        int part = count / mpi.size();
        yield () -> mpi.allToAll(from, output, part, type);
      }
    };
  }

  /** MPI has one buffer for it: the root's input, and everyone else's output. */
  private Operation broadcast(int count) {
    int root = problem.root();
    boolean gives = mpi.rank() == root;
    long buffer = gives ? input() : output();
    Operation send = () -> mpi.broadcast(buffer, count, type, root);
    if (!gives || inPlace) {
      return send;
    }
    return () -> {
      send.run();
      buffers
          .matrix(CollectiveAlgorithm.OUTPUT)
          .copyFrom(buffers.matrix(CollectiveAlgorithm.INPUT));
    };
  }

  private void requireWholeParts() {
    if (problem.count() % mpi.size() != 0) {
      throw new BadInputException(
          "%s of %d elements over %d ranks has uneven parts; MPI's own has not"
              .formatted(problem.kind(), problem.count(), mpi.size()));
    }
  }

  private Region part(int buffer) {
    Chunks chunks = new Chunks(problem.count(), mpi.size());
    return Region.of(buffer, chunks, mpi.rank());
  }

  private long input() {
    return buffers.address(new Region(CollectiveAlgorithm.INPUT, 0, problem.count()));
  }

  private long output() {
    return buffers.address(new Region(CollectiveAlgorithm.OUTPUT, 0, problem.count()));
  }
}
