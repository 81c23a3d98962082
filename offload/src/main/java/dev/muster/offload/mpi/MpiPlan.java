package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.Timeline;
import dev.muster.offload.pool.Trace;
import java.util.List;

/** A collective over the processes of a job; every one of them calls the same methods. */
final class MpiPlan implements BoundPlan {
  private final Mpi mpi;
  private final MpiPart part;
  private final Clock clock;

  MpiPlan(Mpi mpi, MpiPart part, Clock clock) {
    this.mpi = mpi;
    this.part = part;
    this.clock = clock;
  }

  @Override
  public void load() {
    part.load().run();
  }

  @Override
  public void store() {
    part.store().run();
  }

  @Override
  public void run() {
    mpi.barrier();
    part.program().run(clock);
  }

  @Override
  public long nanosBackToBack(int calls) {
    mpi.barrier();
    long start = clock.nanos();
    for (int call = 0; call < calls; call++) {
      part.program().run();
    }
    double nanos = clock.nanos() - start;
    return (long) new MpiDoubles(mpi).combine(ReduceOp.MAX, new double[] {nanos})[0];
  }

  /** Of this rank alone. */
  @Override
  public Timeline timeline() {
    return new Timeline(
        part.program().startNanos(), part.program().endNanos(), List.of(part.program().spans()));
  }

  @Override
  public Trace trace() {
    long aheadNanos = new MpiClocks(mpi, clock).aheadNanos();
    mpi.barrier();
    return new MpiTrace(mpi).ofAll(part.program().trace(mpi.rank(), clock), aheadNanos);
  }

  @Override
  public long wireBytes() {
    return part.wireBytes();
  }

  @Override
  public String description() {
    return part.description();
  }

  @Override
  public void close() {
    part.resources().close();
  }
}
