package dev.muster.suites.measure;

import java.util.List;

/**
 * How much {@code muster run} measures.
 *
 * @param streamBytes one vector of STREAM
 * @param productSizes n of the n×n×n products on one device
 * @param scalarSizeMax largest n for the scalar kernel
 * @param allReduceBytes sizes of all-reduce
 * @param collectives algorithms of all-reduce
 * @param poolProductSizes n of the n×n×n products over a pool
 * @param joins collectives that join a split sum
 * @param streamEffort for the bandwidth of STREAM, which hardly differs between forks
 * @param kernelEffort for one kernel on one device
 * @param peerEffort for a library of somebody else, which needs no compiler to warm up
 * @param slowEffort for the scalar kernel, whose one run takes seconds
 * @param collectiveEffort for all-reduce
 * @param planEffort for products over a pool
 */
public record SuiteSize(
    long streamBytes,
    List<Integer> productSizes,
    int scalarSizeMax,
    List<Long> allReduceBytes,
    List<String> collectives,
    List<Integer> poolProductSizes,
    List<String> joins,
    Effort streamEffort,
    Effort kernelEffort,
    Effort peerEffort,
    Effort slowEffort,
    Effort collectiveEffort,
    Effort planEffort) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  public SuiteSize {
    productSizes = List.copyOf(productSizes);
    allReduceBytes = List.copyOf(allReduceBytes);
    collectives = List.copyOf(collectives);
    poolProductSizes = List.copyOf(poolProductSizes);
    joins = List.copyOf(joins);
  }

  /** Under three minutes on two cores, with few forks: figures for a first look. */
  public static SuiteSize quick() {
    return new SuiteSize(
        64 * MIB,
        List.of(1024),
        1024,
        List.of(4 * KIB, 256 * KIB, 16 * MIB),
        List.of("ring", "two-shot"),
        List.of(2048),
        List.of("ring"),
        new Effort(1, 3, 5, 0.12, 10),
        new Effort(2, 3, 5, 0.12, 10),
        new Effort(1, 1, 5, 0.12, 10),
        new Effort(1, 0, 1, 0.1, 10),
        new Effort(1, 3, 5, 0.12, 10),
        new Effort(2, 1, 4, 0.2, 10));
  }

  /** Five forks and more sizes: figures that can be published. */
  public static SuiteSize full() {
    return new SuiteSize(
        512 * MIB,
        List.of(256, 512, 1024, 2048, 4096),
        1024,
        List.of(1 * KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB, 16 * MIB, 64 * MIB),
        List.of("one-shot", "ring", "two-shot"),
        List.of(1024, 2048, 4096),
        List.of("ring", "two-shot"),
        new Effort(5, 4, 5, 0.5, 30),
        new Effort(5, 4, 5, 0.5, 30),
        new Effort(5, 4, 5, 0.5, 30),
        new Effort(5, 1, 3, 0.5, 30),
        new Effort(5, 3, 5, 0.3, 30),
        new Effort(5, 3, 5, 0.5, 30));
  }
}
