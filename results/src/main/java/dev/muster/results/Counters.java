package dev.muster.results;

/**
 * Names of the counters from which rates are derived. All are per operation, the whole pool
 * together; other names may be stored beside them.
 */
public final class Counters {
  /** Floating-point operations. */
  public static final String FLOPS = "flops";

  /** Bytes read and written at least; for a collective S, the bytes of one rank's vector. */
  public static final String BYTES = "bytes";

  /** Bytes that crossed between ranks, from the schedule. */
  public static final String WIRE_BYTES = "wireBytes";

  /** Elements of one rank's vector. */
  public static final String COUNT = "count";

  /** Devices that worked together. */
  public static final String RANKS = "ranks";

  /** Part of the time that the ranks computed, from 0 to 1. */
  public static final String COMPUTE_SHARE = "computeShare";

  /** Part of the time that the ranks spent in transfers, copies and reductions, from 0 to 1. */
  public static final String COMMUNICATION_SHARE = "communicationShare";

  /** Time of the rank that computes longest over the mean of all, less 1. */
  public static final String IMBALANCE = "imbalance";

  /** By how much of its time the last rank is done after the first, from 0 to 1; of mean times. */
  public static final String FINISH_APART = "finishApart";

  /** Bytes of operands that the busiest rank holds over those that some rank has to hold. */
  public static final String OVER_BOUND = "operandBytesOverBound";

  /**
   * Mean power, while they computed, of what the devices are part of: idle cores and other programs
   * included. Not per operation.
   */
  public static final String WATTS = "watts";

  /** No counter: the name under which what ran says whose power that is. */
  public static final String POWER_OF = "power of";

  /** Begins the name of each phase of a device's time, in seconds. */
  private static final String PHASE = "seconds ";

  /** The counter of one phase, e.g. {@code kernel} or {@code to device}. */
  public static String phase(String name) {
    return PHASE + name;
  }

  private Counters() {}
}
