package dev.muster.offload.mpi;

import dev.muster.offload.pool.Laps;
import dev.muster.offload.pool.Operation;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.List;

/** The transfers of one step: begun together, awaited together, then reduced in order. */
final class MpiExchange implements Operation {
  private final Operation[] starts;
  private final MpiRequests requests;
  private final boolean idly;
  private final Operation[] reductions;

  /**
   * @param starts each begins one transfer
   * @param idly whether another thread computes on the core meanwhile
   * @param reductions of what has come
   */
  MpiExchange(
      List<Operation> starts, MpiRequests requests, boolean idly, List<Operation> reductions) {
    this.idly = idly;
    this.starts = starts.toArray(Operation[]::new);
    this.requests = requests;
    this.reductions = reductions.toArray(Operation[]::new);
  }

  @Override
  public void run() {
    start();
    await();
    for (Operation reduction : reductions) {
      reduction.run();
    }
  }

  /** Who waits for MPI does not know whether a message is on its way already. */
  @Override
  public void run(Laps laps, Activity activity) {
    start();
    laps.lap(Activity.SEND);
    await();
    laps.lap(Activity.RECEIVE);
    for (Operation reduction : reductions) {
      reduction.run();
      laps.lap(Activity.REDUCE);
    }
  }

  private void start() {
    for (Operation start : starts) {
      start.run();
    }
  }

  private void await() {
    if (idly) {
      requests.awaitAllIdly();
    } else {
      requests.awaitAll();
    }
  }
}
