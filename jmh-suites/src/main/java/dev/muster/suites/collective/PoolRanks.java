package dev.muster.suites.collective;

import dev.muster.offload.pool.Pool;

/** All ranks of a pool in this process. */
record PoolRanks(Pool pool) implements Ranks {

  @Override
  public int first() {
    return 0;
  }

  @Override
  public int here() {
    return pool.ranks();
  }

  @Override
  public long sum(long mine) {
    return mine;
  }

  /** There are no others. */
  @Override
  public void abort() {}

  @Override
  public void close() {
    pool.close();
  }
}
