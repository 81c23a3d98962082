package dev.muster.offload.pool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * One platform thread per rank, which run a task together each time they are asked to.
 *
 * <p>The calling thread is no rank: it sleeps while they run, so that it takes no core from them.
 * Threads have stacks of {@value #STACK_BYTES} bytes, since native libraries are called from them.
 */
final class RankTeam implements AutoCloseable {
  private static final long STACK_BYTES = 16L << 20;
  private static final int SPIN_COUNT = 20_000;

  /** What a rank does in one run. */
  @FunctionalInterface
  interface Task {
    void run(int rank);
  }

  private final TeamState state = new TeamState();
  private final Counter started = new Counter();
  private final Counter arrived = new Counter();
  private final Counter finished = new Counter();
  private final Pause[] pauses;
  private final Thread[] threads;
  private volatile Task task;
  private volatile Thread caller;
  private volatile boolean closed;
  private long runCount;

  /**
   * @param ranks number of threads
   * @param coreCount cores that they have to share
   * @param onStart called once on each thread with its rank, e.g. to pin it
   */
  RankTeam(String name, int ranks, int coreCount, IntConsumer onStart) {
    int spinCount = ranks <= coreCount ? SPIN_COUNT : 0;
    this.pauses =
        IntStream.range(0, ranks).mapToObj(_ -> new Pause(spinCount, state)).toArray(Pause[]::new);
    this.threads =
        IntStream.range(0, ranks)
            .mapToObj(rank -> thread(name, rank, onStart))
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.start();
    }
  }

  private Thread thread(String name, int rank, IntConsumer onStart) {
    Thread thread =
        new Thread(null, () -> serve(rank, onStart), name + "-rank-" + rank, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  int ranks() {
    return threads.length;
  }

  /** How this rank waits. */
  Pause pause(int rank) {
    return pauses[rank];
  }

  /** Holds each rank until all have come, so that they begin together. For the ranks' threads. */
  void barrier(int rank) {
    long generation = (arrived.increment() - 1) / threads.length;
    arrived.awaitAtLeast((generation + 1) * threads.length, pauses[rank]);
  }

  /**
   * Runs a task on every rank and returns when all are done.
   *
   * @throws RankFailedException where a rank has thrown; the team can then only be closed
   */
  void run(Task newTask) {
    state.throwIfFailed();
    task = newTask;
    caller = Thread.currentThread();
    runCount++;
    started.set(runCount);
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    while (finished.get() < runCount * threads.length) {
      LockSupport.park(this);
    }
    state.throwIfFailed();
  }

  private void serve(int rank, IntConsumer onStart) {
    try {
      onStart.accept(rank);
    } catch (RuntimeException | Error e) {
      state.fail(rank, e);
    }
    for (long run = 1; awaitStart(run); run++) {
      try {
        task.run(rank);
      } catch (RuntimeException | Error e) {
        state.fail(rank, e);
      }
      if (finished.increment() == run * threads.length) {
        LockSupport.unpark(caller);
      }
    }
  }

  private boolean awaitStart(long run) {
    while (started.get() < run && !closed) {
      LockSupport.park(this);
    }
    return !closed;
  }

  /** Ends the threads; twice is fine. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }
}
