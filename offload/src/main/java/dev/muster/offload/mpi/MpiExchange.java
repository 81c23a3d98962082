package dev.muster.offload.mpi;

import dev.muster.offload.pool.Operation;
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
    for (Operation start : starts) {
      start.run();
    }
    if (idly) {
      requests.awaitAllIdly();
    } else {
      requests.awaitAll();
    }
    for (Operation reduction : reductions) {
      reduction.run();
    }
  }
}
