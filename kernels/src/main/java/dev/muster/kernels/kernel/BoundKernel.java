package dev.muster.kernels.kernel;

import java.util.Map;

/**
 * A kernel with its problem, operands and working memory in place.
 *
 * <p>Owned by one thread at a time, whatever threads of its own it has.
 */
public interface BoundKernel extends AutoCloseable {

  /** Brings the operands to the device; nothing to do where it sees the memory of the host. */
  default void load() {}

  /** Computes the problem once and returns when it is done. Allocates nothing; alone is timed. */
  void run();

  /** Brings the outputs back to the operands; nothing to do where the host sees them. */
  default void store() {}

  /**
   * Where the time of one more run goes, in seconds by name, on devices whose driver takes notes;
   * empty where nobody can tell. Slower than {@link #run}, which alone is timed.
   */
  default Map<String, Double> phaseSeconds() {
    return Map.of();
  }

  /** What really runs: tile, vector bits, blocks, device; one line for the result. */
  String description();

  @Override
  default void close() {}
}
