package dev.muster.kernels.kernel;

import java.util.ServiceLoader;

/**
 * The data caches that one core sees, from which block sizes follow.
 *
 * @param l1Bytes first level, data
 * @param l2Bytes second level
 * @param l3Bytes last level, 0 where there is none
 */
public record CacheSizes(long l1Bytes, long l2Bytes, long l3Bytes) {

  /** What nearly every 64-bit server core since 2015 has at least. */
  public static final CacheSizes COMMON = new CacheSizes(32 << 10, 512 << 10, 8 << 20);

  private static final CacheSizes HERE =
      ServiceLoader.load(Probe.class)
          .findFirst()
          .map(Probe::cacheSizes)
          .filter(sizes -> sizes.l1Bytes > 0 && sizes.l2Bytes > 0)
          .orElse(COMMON);

  /** As the operating system reports them, {@link #COMMON} where it does not. */
  public static CacheSizes here() {
    return HERE;
  }

  /** Asks the operating system; found by {@link ServiceLoader}. */
  public interface Probe {
    /** The sizes, 0 for what is unknown. */
    CacheSizes cacheSizes();
  }
}
