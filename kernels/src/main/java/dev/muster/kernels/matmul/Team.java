package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.Cores;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The threads that share one product: the calling one, and workers that are bound to a core each.
 *
 * <p>A waiting worker spins for some microseconds, which answers within a cache miss, and then
 * sleeps. At a barrier it gives its core away instead, since between two of them all threads have
 * about the same to do. One run at a time.
 */
final class Team implements AutoCloseable {
  private static final int SPIN_COUNT = 20_000;

  private final IntConsumer work;
  private final int threads;
  private final Thread[] workers;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger asleep = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();
  private volatile int generation;
  private volatile boolean closed;
  private volatile Throwable failure;

  private Team(int threads, IntConsumer work) {
    this.threads = threads;
    this.work = work;
    this.workers = new Thread[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      int thread = i + 1;
      workers[i] = new Thread(() -> serve(thread), "matmul-" + thread);
      workers[i].setDaemon(true);
    }
  }

  /**
   * @param threads the calling one included, 1 or more
   * @param work what each does in a run, given its number
   */
  static Team of(int threads, IntConsumer work) {
    Team team = new Team(threads, work);
    try {
      for (Thread worker : team.workers) {
        worker.start();
      }
    } catch (Error e) {
      team.close();
      throw e;
    }
    return team;
  }

  int threads() {
    return threads;
  }

  /**
   * Runs the work on every thread and returns when all are done.
   *
   * @throws IllegalStateException where a thread has thrown
   */
  void run() {
    if (threads == 1) {
      work.accept(0);
      return;
    }
    working.set(workers.length);
    runs.incrementAndGet();
    wakeSleepers();
    accept(0);
    for (int waited = 0; working.get() > 0; waited++) {
      pause(waited);
    }
    if (failure != null) {
      throw new IllegalStateException("a thread of the product failed", failure);
    }
  }

  /** Holds each thread until all have come. Called by every thread of a run, equally often. */
  void barrier() {
    if (threads == 1) {
      return;
    }
    int mine = generation;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      generation = mine + 1;
      return;
    }
    for (int waited = 0; generation == mine; waited++) {
      if (failure != null) {
        throw new IllegalStateException("another thread of the product failed");
      }
      pause(waited);
    }
  }

  /** Where threads share a core, spinning would keep the awaited one from running. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void pause(int waited) {
    if (waited < SPIN_COUNT) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  private void accept(int thread) {
    try {
      work.accept(thread);
    } catch (RuntimeException | Error e) {
      if (failure == null) {
        failure = e;
      }
    }
  }

  private void serve(int thread) {
    Cores.bind(thread);
    for (int run = 1; awaitRun(run); run++) {
      accept(thread);
      working.decrementAndGet();
    }
  }

  private boolean awaitRun(int run) {
    for (int waited = 0; runs.get() - run < 0 && !closed; waited++) {
      if (waited < SPIN_COUNT) {
        Thread.onSpinWait();
      } else {
        sleepUntil(run);
      }
    }
    return !closed;
  }

  /** The count of sleepers is raised before the last look, so that no wake-up is missed. */
  private void sleepUntil(int run) {
    asleep.incrementAndGet();
    if (runs.get() - run < 0 && !closed) {
      LockSupport.park(this);
    }
    asleep.decrementAndGet();
  }

  private void wakeSleepers() {
    if (asleep.get() > 0) {
      for (Thread worker : workers) {
        LockSupport.unpark(worker);
      }
    }
  }

  /** Ends the workers. */
  @Override
  public void close() {
    closed = true;
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
    for (Thread worker : workers) {
      join(worker);
    }
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
