package dev.muster.results;

/** Names under which a result gives the repeat lines of the results that it is compared with. */
public final class References {
  /** The FMA ceiling of the same cores: 100 % of peak. */
  public static final String FMA_PEAK = "fmaPeak";

  /** The same problem on one device: a speedup of 1. */
  public static final String ONE_DEVICE = "oneDevice";

  /** The same problem on the device that others are compared with. */
  public static final String FIRST_DEVICE = "firstDevice";

  /** Begins the name of each peer: other kernels on the same problem, measured in turns with it. */
  private static final String PEER = "peer ";

  private References() {}

  /** The name under which a peer is referred to. */
  public static String peer(String kernel) {
    return PEER + kernel;
  }

  /** True of the names of peers. */
  public static boolean isPeer(String name) {
    return name.startsWith(PEER);
  }
}
