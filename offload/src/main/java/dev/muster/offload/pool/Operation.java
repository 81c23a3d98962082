package dev.muster.offload.pool;

/**
 * One step of one rank, bound to its device and memory. It returns when its effect is seen by every
 * rank of the pool, and allocates nothing.
 */
@FunctionalInterface
public interface Operation {
  void run();
}
