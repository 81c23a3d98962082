package dev.muster.offload.pool;

import java.util.List;

/**
 * What every rank did when, in the time of its pool.
 *
 * @param startNanos when the barrier opened
 * @param endNanos when the slowest rank was done
 * @param spans what each rank did, in order
 */
public record Timeline(long startNanos, long endNanos, List<List<Span>> spans) {

  /** What the time of a rank is spent on. */
  public enum Activity {
    COMPUTE,
    REDUCE,
    COPY,

    /** Sending, receiving and waiting in one, as a timed run sees it. */
    TRANSFER,

    /** The parts of a transfer that a traced run tells apart. */
    SEND,
    RECEIVE,

    /** For a peer, or for the device. */
    WAIT,

    /** Giving work to a device that does it by itself. */
    LAUNCH
  }

  /**
   * One step of one rank. A transfer includes the wait for its peer, and the reduction where it is
   * fused with one.
   */
  public record Span(Activity activity, long startNanos, long endNanos) {
    public long nanos() {
      return endNanos - startNanos;
    }
  }

  public Timeline {
    spans = spans.stream().map(List::copyOf).toList();
  }

  /** From the barrier to the slowest rank. */
  public long nanos() {
    return endNanos - startNanos;
  }

  /** Time of one activity over that of all ranks, from 0 to 1. */
  public double share(Activity activity) {
    double total = (double) nanos() * spans.size();
    return total == 0 ? 0 : nanos(activity) / total;
  }

  /** Transfers with the wait for their peer, copies and reductions, from 0 to 1. */
  public double communicationShare() {
    return share(Activity.TRANSFER) + share(Activity.COPY) + share(Activity.REDUCE);
  }

  /** Time of the rank that computes longest over the mean of all, less 1; 0 where none computes. */
  public double imbalance() {
    double mean = nanos(Activity.COMPUTE) / spans.size();
    double longest =
        spans.stream().mapToDouble(rank -> nanos(rank, Activity.COMPUTE)).max().orElse(0);
    return mean == 0 ? 0 : longest / mean - 1;
  }

  /** From the barrier until a rank is done, in nanoseconds; 0 for one that does nothing. */
  public long finishNanos(int rank) {
    return spans.get(rank).stream().mapToLong(Span::endNanos).max().orElse(startNanos) - startNanos;
  }

  private double nanos(Activity activity) {
    return spans.stream().mapToDouble(rank -> nanos(rank, activity)).sum();
  }

  private static double nanos(List<Span> rank, Activity activity) {
    return rank.stream().filter(span -> span.activity() == activity).mapToLong(Span::nanos).sum();
  }
}
