package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.locks.LockSupport;

/** The requests of the transfers of one step, side by side as MPI_Waitall wants them. */
final class MpiRequests {
  /** What a link of 1 Gbit/s carries meanwhile is a fraction of what sockets hold. */
  private static final long IDLE_NANOS = 50_000;

  private final Mpi mpi;
  private final int count;
  private final MemorySegment memory;
  private final MemorySegment flag = Arena.ofAuto().allocate(Integer.BYTES, Integer.BYTES);
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

  /** Waits without keeping the core from whoever computes on it. */
  void awaitAllIdly() {
    try {
      while (!mpi.allDone(count, memory.address(), flag)) {
        LockSupport.parkNanos(IDLE_NANOS);
      }
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  void awaitAll() {
    try {
      mpi.awaitAll(count, memory.address());
    } finally {
      Reference.reachabilityFence(memory);
    }
  }
}
