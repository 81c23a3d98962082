package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.pool.Clock;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * By how much the clocks of the processes of a job are apart: hosts count from different moments.
 * The shortest of many round trips to the first process tells, to within half of it.
 */
final class MpiClocks {
  private static final int ROUND_TRIPS = 50;

  private final Mpi mpi;
  private final Clock clock;

  MpiClocks(Mpi mpi, Clock clock) {
    this.mpi = mpi;
    this.clock = clock;
  }

  /**
   * Nanoseconds that this process's clock is ahead of that of the first. Every process calls it.
   */
  long aheadNanos() {
    List<String> names = new RankNames(mpi).all();
    long ahead = 0;
    for (int rank = 1; rank < mpi.size(); rank++) {
      if (host(names.get(rank)).equals(host(names.getFirst()))) {
        continue;
      }
      if (mpi.rank() == rank) {
        ahead = ask();
      } else if (mpi.rank() == 0) {
        answer(rank);
      }
    }
    return ahead;
  }

  private static String host(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }

  private long ask() {
    try (Message message = new Message(0)) {
      long shortest = Long.MAX_VALUE;
      long ahead = 0;
      for (int trip = 0; trip < ROUND_TRIPS; trip++) {
        long start = clock.nanos();
        message.send(start);
        long there = message.receive();
        long end = clock.nanos();
        if (end - start < shortest) {
          shortest = end - start;
          ahead = start + shortest / 2 - there;
        }
      }
      return ahead;
    }
  }

  private void answer(int rank) {
    try (Message message = new Message(rank)) {
      for (int trip = 0; trip < ROUND_TRIPS; trip++) {
        var _ = message.receive();
        message.send(clock.nanos());
      }
    }
  }

  /** One number, to and from one process. */
  private final class Message implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final Matrix memory = Buffers.vector(arena, DType.I64, 1);
    private final int peer;

    Message(int peer) {
      this.peer = peer;
    }

    void send(long value) {
      memory.segment().set(ValueLayout.JAVA_LONG, 0, value);
      MpiRequests requests = new MpiRequests(mpi, 1);
      mpi.send(address(), 1, mpi.type(DType.I64), peer, requests.next());
      requests.awaitAll();
    }

    long receive() {
      MpiRequests requests = new MpiRequests(mpi, 1);
      mpi.receive(address(), 1, mpi.type(DType.I64), peer, requests.next());
      requests.awaitAll();
      return memory.segment().get(ValueLayout.JAVA_LONG, 0);
    }

    private long address() {
      return memory.segment().address();
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
