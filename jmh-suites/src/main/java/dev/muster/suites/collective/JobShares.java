package dev.muster.suites.collective;

import dev.muster.offload.mpi.MpiPool;
import dev.muster.offload.pool.Timeline;
import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.results.Counters;
import dev.muster.suites.fork.PlanFacts;
import java.util.Map;

/**
 * What the processes of a job spend their time on, over all repetitions. Every process has to ask
 * for the same at the same time.
 */
final class JobShares {
  private final MpiPool pool;
  private double computed;
  private double joined;
  private double imbalance;
  private double finishNanos;
  private int repetitions;

  JobShares(MpiPool pool) {
    this.pool = pool;
  }

  /**
   * One more repetition.
   *
   * @param own of this process
   * @param nanos until all processes are done
   */
  void add(Timeline own, double nanos) {
    double computing = own.share(Activity.COMPUTE) * own.nanos();
    double mean = (double) pool.sum((long) computing) / pool.ranks();
    computed += mean / nanos;
    imbalance += mean == 0 ? 0 : pool.max(computing) / mean - 1;
    joined += pool.sum((long) (own.communicationShare() * own.nanos())) / (nanos * pool.ranks());
    finishNanos += own.finishNanos(0);
    repetitions++;
  }

  /**
   * The means, beside what is counted already.
   *
   * @param byRank whether each process is done in its own time
   */
  void addTo(Map<String, Double> counters, boolean byRank) {
    counters.put(Counters.COMPUTE_SHARE, computed / repetitions);
    counters.put(Counters.COMMUNICATION_SHARE, joined / repetitions);
    counters.put(Counters.IMBALANCE, imbalance / repetitions);
    if (byRank) {
      double first = -pool.max(-finishNanos);
      double last = pool.max(finishNanos);
      counters.put(Counters.FINISH_APART, PlanFacts.finishApart(first, last));
    }
  }
}
