package dev.muster.offload.mpi;

import dev.muster.offload.pool.Operation;
import java.util.List;

/** The transfers of one step: begun together, awaited together, then reduced in order. */
final class MpiExchange implements Operation {
  private final Operation[] starts;
  private final MpiRequests requests;
  private final Operation[] reductions;

  /**
   * @param starts each begins one transfer
   * @param reductions of what has come
   */
  MpiExchange(List<Operation> starts, MpiRequests requests, List<Operation> reductions) {
    this.starts = starts.toArray(Operation[]::new);
    this.requests = requests;
    this.reductions = reductions.toArray(Operation[]::new);
  }

  @Override
  public void run() {
    for (Operation start : starts) {
      start.run();
    }
    requests.awaitAll();
    for (Operation reduction : reductions) {
      reduction.run();
    }
  }
}
