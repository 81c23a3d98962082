package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The requests of the transfers of one step, side by side as MPI_Waitall wants them. */
final class MpiRequests {
  private final Mpi mpi;
  private final int count;
  private final MemorySegment memory;
  private int given;

  MpiRequests(Mpi mpi, int count) {
    this.mpi = mpi;
    this.count = count;
    this.memory = Arena.ofAuto().allocate(count * mpi.requestBytes(), Long.BYTES);
  }

  /** The address of the next one that has not been given out. */
  long next() {
    return memory.address() + given++ * mpi.requestBytes();
  }

  void awaitAll() {
    mpi.awaitAll(count, memory.address());
  }
}
