package dev.muster.suites.collective;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.bridge.os.Affinity;
import dev.muster.offload.mpi.MpiPool;

/** The rank of an MPI job that this process is. */
record JobRanks(Mpi mpi, MpiPool pool) implements Ranks {

  /** Joins the job, on a core of its own where there are as many. */
  static JobRanks join(String library) {
    Mpi mpi = Mpi.open(library);
    MpiPool pool = new MpiPool(mpi);
    Affinity.pin(pool.cpu());
    return new JobRanks(mpi, pool);
  }

  @Override
  public int first() {
    return mpi.rank();
  }

  @Override
  public int here() {
    return 1;
  }

  @Override
  public long sum(long mine) {
    return pool.sum(mine);
  }

  @Override
  public void abort() {
    pool.abort();
  }

  @Override
  public void close() {
    pool.close();
  }
}
