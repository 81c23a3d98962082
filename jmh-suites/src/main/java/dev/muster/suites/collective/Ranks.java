package dev.muster.suites.collective;

import dev.muster.offload.pool.Pool;

/** The ranks whose vectors this process holds: all of a pool, or its own one of a job. */
interface Ranks extends AutoCloseable {

  Pool pool();

  /** The number of the first one that is here. */
  int first();

  /** How many are here. */
  int here();

  /** A number of this process, added up over all processes. */
  long sum(long mine);

  /** Ends all processes, of which some may wait for this one. */
  void abort();

  @Override
  void close();
}
