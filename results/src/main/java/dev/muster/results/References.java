package dev.muster.results;

/** Names under which a result gives the repeat lines of the results that it is compared with. */
public final class References {
  /** The FMA ceiling of the same cores: 100 % of peak. */
  public static final String FMA_PEAK = "fmaPeak";

  /** The same problem on one device: a speedup of 1. */
  public static final String ONE_DEVICE = "oneDevice";

  private References() {}
}
