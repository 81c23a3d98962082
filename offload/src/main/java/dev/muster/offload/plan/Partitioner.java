package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import java.util.List;
import java.util.Optional;

/**
 * A strategy that cuts a product over equal ranks, found by {@link java.util.ServiceLoader}. A pure
 * function: it asks no device, and takes no longer for many ranks than it takes to factor their
 * number.
 */
public interface Partitioner {

  /** The word that may stand for the splits of a plan, e.g. {@code recursive}. */
  String name();

  /**
   * Splits whose parallel divisors multiply to {@code ranks}, each rank with something to do; empty
   * where the strategy has none for this product and as many ranks.
   *
   * @param ranks 2 or more
   */
  Optional<List<Split>> splits(MatMul problem, int ranks);
}
